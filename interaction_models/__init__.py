"""What people can say to Leg Day Coach: the source, the builder, the linter and the models built for each locale."""
