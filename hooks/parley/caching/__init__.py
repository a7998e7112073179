"""What is kept between builds, and who does the work."""
