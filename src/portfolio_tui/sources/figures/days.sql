-- The oldest and the newest day of what is brought.
SELECT {first}, {newest} FROM brought
