#!/usr/bin/env bash
# Draws the pictures of the documents, from a ledger of its own with a few days of work in it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
export TUOGOU_LEDGER="$folder/ledger.db" TUOGOU_USER=张三 TUOGOU_AS_OF=2020-07-20
cargo build --release --quiet
tuogou() { target/release/tuogou "$@"; }
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
tuogou screen --svg "<f3>jj" >docs/roster.svg
tuogou screen --svg "<f4>" >docs/timeline.svg
tuogou screen --svg "/dyxh<enter><enter>" >docs/association.svg
tuogou screen --svg "/dyxh<enter><enter>t<tab><tab><down><down>" >docs/form.svg
tuogou screen --svg "/dyxh<enter><enter>rn" >docs/mirror.svg
tuogou export form basic 29 --out "$folder/forms" >/dev/null
fill a2.1.address 龙亭区2号
fill a2.2.inst_posts 4
cp "$folder/forms/029-开封市钓鱼协会-基本情况表.docx" "$folder/form.docx"
(cd "$folder" && "$OLDPWD/target/release/tuogou" screen --svg "/dyxh<enter><enter>l<ctrl-u>form.docx<enter>") >docs/import.svg
# The pages that live from many people's work, from the demonstration.
demo="$folder/demo.db"
target/release/tuogou demo --out "$demo" --as-of 2020-08-21 </dev/null >/dev/null
shown() { target/release/tuogou screen --ledger "$demo" --as-of 2020-08-21 --svg "$1"; }
shown "" >docs/overview.svg
shown "<f11>" >docs/findings.svg
shown "<f3>M" >docs/meeting.svg
shown "<f3>/29<enter><home>w" >docs/why.svg
# The page for the leader as a browser shows it, where there is a browser.
target/release/tuogou export report --as-of 2020-08-05 --out "$folder/page.html" >/dev/null
if command -v chromium >/dev/null; then
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --user-data-dir="$folder/browser" --hide-scrollbars --window-size=1100,1500 \
        --screenshot="$PWD/docs/report.png" "file://$folder/page.html" 2>/dev/null
else
    echo "skipped: no chromium here for docs/report.png"
fi
