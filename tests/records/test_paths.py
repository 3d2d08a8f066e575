"""Where a record set lies is the user's affair: any name the system allows, or a sentence that says why not."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pactline.cli import main
from pactline.records.staging import path_in_sql

RECORDS = """\
contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,hold_s,agent
c-1,voice,billing,inbound,2025-03-03T09:00:00Z,,2025-03-03T09:00:08Z,abandoned,8,,,
"""


def test_quotes_and_letters_of_any_alphabet_stand_in_sql():
    assert path_in_sql(Path("l'été/記録")) == os.path.join("l''été", "記録")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_folder_whose_name_is_no_utf8_is_refused_in_a_sentence(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    log = tmp_path / "log.csv"
    log.write_text(RECORDS, encoding="utf-8")
    result = CliRunner().invoke(main, ["ingest", str(log), "--into", str(folder), "--format", "plain-csv"])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert "no UTF-8; rename it" in result.output
