"""The widgets that screens are put together from; none of them knows where its data comes from."""
