-- The files from which no other profile than this one has read.
CREATE TABLE own_files AS SELECT unnest({names}::VARCHAR[]) AS source_file
