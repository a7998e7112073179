"""The words of the product in the languages of its sites: a catalogue for each, and the one that is spoken."""
