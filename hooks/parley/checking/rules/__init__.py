"""The checks. None of them prints, logs, raises or stops another: each adds what it finds to the findings of a file.

When each of them runs is said by the lists in `stages`.
"""
