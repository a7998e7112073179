"""Rows come out of a dump as they went in, however it was written and wherever it is cut while it is read."""

from pathlib import Path

import pytest

from parley.importing.records import Archive, BadArchive
from parley.importing.streams import sql_stream
from parley.importing.streams.sql_stream import Columns, read_rows


def rows(folder: Path, dump: str | bytes) -> list[tuple[str, Columns]]:
    file = folder / "x.sql"
    file.write_bytes(dump.encode() if isinstance(dump, str) else dump)
    return list(read_rows(Archive(file), file, lambda name: name != "other"))


TABLE = (
    "CREATE TABLE `t` (\n  `a` int(10) NOT NULL DEFAULT '0',\n  `b` enum('x','y;('),\n  PRIMARY KEY (`a`,`b`)\n) T=1;\n"
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'it''s'", "it's"),
        (r"'it\'s \"x\" \\ \n \t \0 \Z \% \x'", 'it\'s "x" \\ \n \t \0 \x1a % x'),
        ("'a),(b; -- /* # `c`'", "a),(b; -- /* # `c`"),
        ('"it\'s"', "it's"),
        ("'a\nb'", "a\nb"),
        ("NULL", ""),
        ("0x6162", "0x6162"),
        ("-1.5e3", "-1.5e3"),
        ("_utf8mb4 'é😀'", "é😀"),
        ("_binary 'x'", "x"),
        ("''", ""),
    ],
)
def test_a_value_is_what_mysql_means_by_it(tmp_path: Path, written: str, value: str) -> None:
    assert rows(tmp_path, f"{TABLE}INSERT INTO `t` VALUES (1, {written}),(2,{written} );") == [
        ("t", {"a": "1", "b": value}),
        ("t", {"a": "2", "b": value}),
    ]


OTHERS = f"""-- a comment; with 'an apostrophe
# another's
/*!40101 SET NAMES utf8 */;
{TABLE}DROP TABLE IF EXISTS `other`; CREATE TABLE other (a int, b varchar(9) COMMENT 'x, y');
insert ignore into other values (1, 'not wanted; (');
REPLACE INTO `db`.`t` (`b`, `a`) VALUES ('é;''', 1) , ('\\'',2) ON DUPLICATE KEY UPDATE b = ';';
CREATE TABLE IF NOT EXISTS "u" (x int, INDEX i (x), "y z" text, KEY k (x));
INSERT INTO "u" VALUES (3,'d');
-- end"""
FOUND = [("t", {"b": "é;'", "a": "1"}), ("t", {"b": "'", "a": "2"}), ("u", {"x": "3", "y z": "d"})]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64, 1 << 18])
def test_where_a_dump_is_cut_while_it_is_read_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(sql_stream, "_CHUNK", chunk)
    assert rows(tmp_path, OTHERS) == FOUND
    assert rows(tmp_path, OTHERS.replace("\n", "\r\n") + "\n\0") == FOUND


@pytest.mark.parametrize(
    ("dump", "said"),
    [
        (f"{TABLE}INSERT INTO t VALUES (1,'a'),(2,'b", r"x.sql:6: a row of t breaks off here"),
        (f"{TABLE}INSERT INTO t VALUES (1,'a')", "what stands behind the rows of t breaks off"),
        (f"{TABLE}INSERT INTO t VALUES (1);", "a row of t has 1 values for 2 columns"),
        ("INSERT INTO t VALUES (1);", "a row of t has 1 values for 0 columns"),
        (f"{TABLE}INSERT INTO t VALUES (1,f(2));", "isn't written as MySQL writes rows"),
        ("CREATE TABLE t (a int", "a statement of the dump breaks off here"),
    ],
)
def test_a_dump_that_breaks_off_is_refused_with_the_line(tmp_path: Path, dump: str, said: str) -> None:
    with pytest.raises(BadArchive, match=said):
        rows(tmp_path, dump)


def test_a_row_beyond_all_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_stream, "_MOST", 1000)
    monkeypatch.setattr(sql_stream, "_CHUNK", 100)
    with pytest.raises(BadArchive, match="one row is too large to read"):
        rows(tmp_path, f"{TABLE}INSERT INTO t VALUES (1,'{'a' * 9000}');")


def test_bytes_that_are_no_text_are_repaired(tmp_path: Path) -> None:
    assert rows(tmp_path, TABLE.encode() + b"INSERT INTO t VALUES (1,'caf\xe9');") == [("t", {"a": "1", "b": "café"})]
