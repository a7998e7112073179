"""A site as a folder that is read without a server, from a disk or a stick: made of one that is built.

`modules` makes one plain script of all modules, `linking` leads from file to file, `folder` does the rest and `zipping`
packs it.
"""
