#!/usr/bin/env bash
# Draws the pictures of the documents, from a ledger of its own with a few days of work in it.
# `tests/it/pictures.rs` has them drawn again by TUOGOU into PICTURES, and compares.
set -euo pipefail
cd "$(dirname "$0")/.."
pictures=${PICTURES:-$PWD/docs}
if [ -z "${TUOGOU:-}" ]; then
    cargo build --quiet
    TUOGOU=$PWD/target/debug/tuogou
fi
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# Nothing of this machine is to be seen: neither whose it is, nor where its clock stands.
export HOME="$folder" TZ=CST-8 LC_ALL=C.UTF-8
export TUOGOU_LEDGER="$folder/ledger.db" TUOGOU_USER=张三 TUOGOU_AS_OF=2020-07-20
unset NO_COLOR COLORFGBG XDG_CONFIG_HOME XDG_DATA_HOME
tuogou() { "$TUOGOU" "$@"; }
{
    tuogou new
    tuogou mark M1 --on 2020-06-16
    tuogou mark M2 --on 2020-06-24
    for unit in 教育体育局 住建局 商务局 社科联; do tuogou mark M3 --unit "$unit" --on 2020-07-08; done
    for no in 2 3 4 5 6 7 8; do for item in P1 P2 B1; do tuogou tick "$no" "$item" --evidence 汴脱办〔2020〕"$no"号; done; done
    tuogou mark M4 --unit 畜牧局 --on 2020-07-17
    for item in P1 P2 P4 P5 A1 B1; do tuogou tick 29 "$item"; done
    tuogou tick 29 A3 --state na --note 无事业编制
} >/dev/null
fill() { tuogou fill 29 "$@" >/dev/null; }
fill a2.1.name 开封市钓鱼协会
fill a2.1.legal_rep 王五
fill a4.1.legal_rep 赵六
fill a2.1.address 鼓楼区1号
fill a2.2.inst 是
fill a2.2.inst_posts 3
fill a4.2.inst 不涉及此事项
fill a2.2.cooffice 否
fill a2.2.premises 租赁
fill a2.3.admin 是
fill a2.3.admin_n 2
fill a2.3.admin_list 年检 评比
fill a4.9.legal 是
fill a4.9.legal_done 是
tuogou screen --svg "<f3>jj" >"$pictures"/roster.svg
tuogou screen --svg "<f4>" >"$pictures"/timeline.svg
tuogou screen --svg "/dyxh<enter><enter>" >"$pictures"/association.svg
tuogou screen --svg "/dyxh<enter><enter>t<tab><tab><down><down>" >"$pictures"/form.svg
tuogou screen --svg "/dyxh<enter><enter>rn" >"$pictures"/mirror.svg
tuogou export form basic 29 --out "$folder/forms" >/dev/null
fill a2.1.address 龙亭区2号
fill a2.2.inst_posts 4
cp "$folder/forms/029-开封市钓鱼协会-基本情况表.docx" "$folder/form.docx"
(cd "$folder" && tuogou screen --svg "/dyxh<enter><enter>l<ctrl-u>form.docx<enter>") >"$pictures"/import.svg
# The pages that live from many people's work, from the demonstration.
demo="$folder/demo.db"
tuogou demo --out "$demo" --as-of 2020-08-21 </dev/null >/dev/null
shown() { tuogou screen --ledger "$demo" --as-of 2020-08-21 --svg "$1"; }
shown "" >"$pictures"/overview.svg
TUOGOU_LANG=en shown "" >"$pictures"/overview.en.svg
shown "<f11>" >"$pictures"/findings.svg
shown "<f3>M" >"$pictures"/meeting.svg
shown "<f3>/29<enter><home>w" >"$pictures"/why.svg
# The page for the leader as a browser shows it, where there is a browser.
tuogou export report --as-of 2020-08-05 --out "$folder/page.html" >/dev/null
if command -v chromium >/dev/null; then
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --user-data-dir="$folder/browser" --hide-scrollbars --window-size=1100,1500 \
        --screenshot="$pictures/report.png" "file://$folder/page.html" 2>/dev/null
else
    echo "skipped: no chromium here for report.png"
fi
