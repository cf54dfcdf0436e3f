"""Texts that mean harm in one format or another, for the tests of all of them."""

from __future__ import annotations

BIDI = "\u202e\u200f\u2066\u061c"
HOSTILE = (
    "baris\n::error::x",
    "::set-env name=PATH::x",
    "::stop-commands::x",
    "##[error]x",
    "##vso[task.setvariable variable=PATH]x",
    "%0A::warning::x %25 %0D",
    "a|b||c\\|d\\",
    "`kode` ``` ~~~ <!-- -->",
    "[red]merah[/red] [bold]",
    "[tautan](https://jahat.example/) ![g](http://jahat.example/x.png)",
    "https://jahat.example www.jahat.example orang@jahat.example mailto:x@jahat.example #12 @tim/semua",
    "<script>alert(1)</script> <b onclick=x> &lt;i&gt; &#60;",
    "=cmd|'/c calc'!A1",
    "".join(map(chr, range(32))) + "\x7f\x85\x1b[31m merah \x1b]8;;http://jahat.example\x07",
    f"tx.{BIDI}fdp \ufeff\u200b",
    "tanpa huruf \ufffe \U000e0041",
    "]]> {0} {nama} $x$ *tebal* _miring_ ~~coret~~ :smile:",
    "panjang " * 300,
)
FORMULAS = ("=cmd|'/c calc'!A1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\uff1dA1")
HALVES = "separuh \ud800 dan \udcff"
"""Halves of pairs, which no file can be written with."""

PATH = f"jahat/::error::x,y%0A\n[red]|`@tim <script>alert(1)</script><b> {BIDI}fdp.xlsx"
