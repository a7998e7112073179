"""Other people's archives to files below `posts/`.

A module for each format turns an archive into a stream of neutral records (`records`); one writer (`writer`) turns the
records of any format into files: bodies (`bodies`), names of people (`names`), places in the thread (`placing`).
"""
