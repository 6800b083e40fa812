//! A ledger on a server: the same commands as on a file, who may do what there, what is said when
//! something is wrong, and how often it is asked.

use std::process::Output;

use chrono::TimeDelta;
use clap::CommandFactory as _;
use postgres::Client;
use tuogou::app::clock::Clock;
use tuogou::app::clock_check;
use tuogou::app::new_round;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::command::Command;
use tuogou::domain::model::ItemState;
use tuogou::store::server::Address;

use crate::sized::between::Between;
use crate::sized::cluster::{Cluster, Database};
use crate::support::{Home, date};
use crate::terminal::Terminal;

/// A ledger of the built-in round with three people: 王小明 of the office, 李四 of a unit, who is in
/// charge of 29 and 30, and 赵六, who reads. Nothing where there is no server.
fn founded() -> Option<(Home, Database)> {
    let (home, database) = (Home::new(), Database::new()?);
    let keeper = |args: &[&str]| {
        let output = run(&home, &database, "keeper", args);
        assert!(output.status.success(), "{args:?}: {}", said(&output));
    };
    let role = |name: &str| role(&database, name);
    keeper(&["server", "init"]);
    for (name, person, kind) in [
        ("office", "王小明", "office"),
        ("clerk", "李四", "clerk"),
        ("reader", "赵六", "reader"),
    ] {
        let role = role(name);
        keeper(&adding(&role, person, kind));
    }
    keeper(&["server", "charge", &role("clerk"), "29", "30"]);
    Some((home, database))
}

/// The words by which a role is let onto the ledger.
const fn adding<'a>(role: &'a str, person: &'a str, kind: &'a str) -> [&'a str; 8] {
    [
        "server", "person", "add", role, "--name", person, "--as", kind,
    ]
}

/// Roles are the server's, which other tests have databases on.
fn role(database: &Database, name: &str) -> String {
    format!("{name}_{}", database.name)
}

/// Runs the program on a ledger as a role of the server.
fn run(home: &Home, database: &Database, role: &str, args: &[&str]) -> Output {
    let mut program = home.bare_program();
    program.env("TUOGOU_LEDGER", database.address_of(role));
    program.args(args).output().expect("it runs")
}

/// The same as one of the people.
fn as_one(home: &Home, database: &Database, name: &str, args: &[&str]) -> Output {
    run(home, database, &role(database, name), args)
}

/// What it prints; it has to succeed.
#[track_caller]
fn told(home: &Home, database: &Database, name: &str, args: &[&str]) -> String {
    let output = as_one(home, database, name, args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// What it says of a mistake: one line.
#[track_caller]
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    let said = said(output);
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn everything_is_recorded_on_a_server_as_in_a_file_and_by_whom_the_server_knows() {
    let Some((home, database)) = founded() else {
        return;
    };
    let office = |args: &[&str]| told(&home, &database, "office", args);
    assert!(office(&["tick", "29", "A1", "--note", "已签"]).contains("已记录"));
    assert!(office(&["remark", "30", "已电话催办"]).contains("已记录"));
    assert!(office(&["mark", "M1", "--on", "2020-06-16"]).contains("已记录"));
    assert!(office(&["tick", "29", "A2"]).contains("已记录"));
    assert!(office(&["undo"]).contains("已撤销"));
    assert!(office(&["redo"]).contains("已重做"));
    assert!(office(&["show", "29"]).contains("已签"));
    // `TUOGOU_USER` says 张三.
    let history = office(&["history"]);
    assert!(
        history.contains("王小明") && !history.contains("张三"),
        "{history}"
    );
    assert_eq!(history.matches("王小明").count(), 6, "{history}");
    let seen = told(&home, &database, "reader", &["history", "--format", "csv"]);
    assert_eq!(seen, office(&["history", "--format", "csv"]));
    assert!(told(&home, &database, "clerk", &["doctor"]).contains("以 李四 的名义"));

    // What is on the server is what a file of it holds, and the other way round.
    let (file, again) = (home.path("副本.db"), home.path("再.db"));
    let (file, again) = (&*file.to_string_lossy(), &*again.to_string_lossy());
    let keeper = |on: &Database, args: &[&str]| {
        let output = run(&home, on, "keeper", args);
        assert!(output.status.success(), "{args:?}: {}", said(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    let exported = keeper(&database, &["server", "export", file]);
    assert!(exported.contains("操作记录 6 条"), "{exported}");
    let Some(other) = Database::new() else {
        return;
    };
    let imported = keeper(&other, &["server", "import", file]);
    let code = |told: &str| told.rsplit('，').next().map(str::to_owned);
    assert_eq!(code(&imported), code(&exported));
    keeper(&other, &["server", "export", again]);
    let role = role(&other, "office");
    keeper(&other, &adding(&role, "王小明", "office"));
    let archive = |ledger: &str| {
        let out = home.path("存档.json");
        let mut program = home.bare_program();
        program.env("TUOGOU_LEDGER", ledger);
        program
            .args(["export", "json", "--force", "--out"])
            .arg(&out);
        program.assert().success();
        std::fs::read_to_string(out).expect("read")
    };
    assert_eq!(archive(again), archive(file));
    assert_eq!(archive(&other.address_of(&role)), archive(file));
    assert_eq!(
        archive(&database.address_of(&self::role(&database, "office"))),
        archive(file)
    );
    // There is one ledger to a database, and no command for files takes an address.
    let twice = refused(&run(&home, &other, "keeper", &["server", "init"]));
    assert!(twice.contains("已有台账"), "{twice}");
    let no_file = refused(&run(&home, &other, "keeper", &["backup"]));
    assert!(no_file.contains("不是文件"), "{no_file}");
}

/// What nobody of the office, of a unit, or who only reads has a right to; the first six, about what was
/// recorded, are refused to the owner of the tables, too.
const FORBIDDEN: [&str; 14] = [
    "UPDATE tuogou.entry SET what = ''",
    "DELETE FROM tuogou.entry",
    "TRUNCATE tuogou.entry CASCADE",
    "UPDATE tuogou.change SET body = '{}'",
    "DELETE FROM tuogou.change",
    "TRUNCATE tuogou.change",
    "UPDATE tuogou.state SET body = '{}'",
    "DELETE FROM tuogou.state",
    "INSERT INTO tuogou.state VALUES ('item', 'A1', '30', 30, '{}')",
    "UPDATE tuogou.document SET body = ''",
    "DELETE FROM tuogou.association",
    "INSERT INTO tuogou.person VALUES ('x', 'x', 'office')",
    "INSERT INTO tuogou.charge SELECT role, 31 FROM tuogou.person",
    "ALTER TABLE tuogou.entry DISABLE TRIGGER ALL",
];

/// What a role may not do, tried with plain SQL as anybody can who has its password.
#[test]
fn the_server_and_not_the_program_says_who_may_do_what() {
    let Some((home, database)) = founded() else {
        return;
    };
    told(&home, &database, "office", &["tick", "29", "A1"]);
    told(&home, &database, "office", &["tick", "31", "A1"]);
    for name in ["office", "clerk", "reader"] {
        let mut client = database.client(&role(&database, name));
        for sql in FORBIDDEN {
            assert_eq!(code(&mut client, sql), "42501", "{name}: {sql}");
        }
        let unhinged = "UPDATE tuogou.head SET seq = seq + 1";
        let code = code(&mut client, unhinged);
        assert!(["42501", "TG002"].contains(&&*code), "{name}: {code}");
    }
    // Not even whoever owns the tables, as long as the guards stand.
    let mut keeper = database.client("keeper");
    for sql in &FORBIDDEN[..6] {
        assert_eq!(code(&mut keeper, sql), "TG001", "{sql}");
    }
    let count = "SELECT count(*) FROM tuogou.change";
    let changes: i64 = keeper.query_one(count, &[]).expect("read").get(0);
    assert_eq!(changes, 2, "nothing of it was done");

    // Entries by plain SQL, sealed as they have to be.
    let record = "{\"state\":\"done\",\"by\":\"李四\",\"at\":\"2020-07-20T01:00:00Z\",\"on\":\"2020-07-20\"}";
    let tick = |no: u32, item: &str, record: &str| {
        format!(
            "{{\"kind\":\"item\",\"association\":{no},\"item\":\"{item}\",\"before\":null,\"after\":{record}}}"
        )
    };
    let own = tick(30, "A1", record);
    let foreign = tick(31, "A2", record);
    let of_other = tick(30, "A2", &record.replace("李四", "王小明"));
    let mut clerk = database.client(&role(&database, "clerk"));
    let mut reader = database.client(&role(&database, "reader"));
    for (name, by, at, no, body, expected) in [
        ("clerk", "李四", "now", Some(31), &foreign, "TG004"),
        ("clerk", "李四", "now", None, &foreign, "TG004"),
        // Kept under an own one, but about another.
        ("clerk", "李四", "now", Some(30), &foreign, "TG002"),
        ("clerk", "王小明", "now", Some(30), &own, "TG005"),
        ("clerk", "李四", "now", Some(30), &of_other, "TG005"),
        (
            "clerk",
            "李四",
            "2020-07-20T01:00:00.000Z",
            Some(30),
            &own,
            "TG006",
        ),
        ("reader", "赵六", "now", Some(30), &own, "42501"),
        ("clerk", "李四", "now", Some(30), &own, ""),
    ] {
        let client = if name == "clerk" {
            &mut clerk
        } else {
            &mut reader
        };
        assert_eq!(
            record_by_hand(client, by, at, no, body, false),
            expected,
            "{by} {at} {body}"
        );
    }
    // With another seal than it has to bear, and something more in what is recorded already.
    assert_eq!(
        record_by_hand(
            &mut clerk,
            "李四",
            "now",
            Some(30),
            &tick(30, "A3", record),
            true
        ),
        "TG002"
    );
    let more = format!("INSERT INTO tuogou.change VALUES (3, 9, 30, '{own}')");
    assert_eq!(code(&mut clerk, &more), "42501");
    assert!(told(&home, &database, "reader", &["doctor"]).contains("操作记录 3 条"));
}

/// The code with which something is refused; nothing where it is not.
fn code(client: &mut Client, sql: &str) -> String {
    let refused = client.batch_execute(sql).err();
    refused.map_or_else(String::new, |error| {
        let code = error.code();
        code.map_or_else(|| error.to_string(), |code| code.code().to_owned())
    })
}

/// Records something as the program does, by SQL alone; the code with which it is refused.
fn record_by_hand(
    client: &mut Client,
    by: &str,
    at: &str,
    no: Option<i64>,
    body: &str,
    spoil: bool,
) -> String {
    let no = no.map_or_else(|| "NULL".to_owned(), |no| no.to_string());
    let at = if at == "now" {
        "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            .to_owned()
    } else {
        format!("'{at}'")
    };
    let extra = if spoil { "'1' ||" } else { "" };
    let sql = format!(
        "WITH told AS MATERIALIZED (
            SELECT h.seq + 1 AS seq, h.seal AS before, {at} AS at FROM tuogou.head h
        ), sealed AS MATERIALIZED (
            SELECT t.*, encode(sha256(decode(t.before, 'hex') || int8send(t.seq) || tuogou.sealed('do')
                || tuogou.sealed(NULL::bigint) || tuogou.sealed(t.at) || tuogou.sealed('2020-07-20')
                || tuogou.sealed('{by}') || tuogou.sealed({extra} '试') || '\\x03'::bytea
                || tuogou.sealed({no}::bigint) || tuogou.sealed('{body}')), 'hex') AS seal FROM told t
        ), moved AS (
            UPDATE tuogou.head h SET seq = s.seq, seal = s.seal FROM sealed s WHERE h.seal = s.before
        ), written AS (
            INSERT INTO tuogou.entry SELECT s.seq, 'do', NULL, s.at, '2020-07-20', '{by}', '试', s.seal,
                s.seal FROM sealed s RETURNING seq
        )
        INSERT INTO tuogou.change SELECT w.seq, 0, {no}, '{body}' FROM written w"
    );
    code(client, &sql)
}

#[test]
fn a_foreign_change_is_refused_with_a_sentence_and_closing_is_for_somebody_else() {
    let Some((home, database)) = founded() else {
        return;
    };
    let clerk = |args: &[&str]| as_one(&home, &database, "clerk", args);
    for (args, part) in [
        (&["tick", "31", "A1"][..], "不归您负责"),
        (&["mark", "M1"], "不归您负责"),
        (
            &["reschedule", "--shift", "7", "--reason", "汛期"],
            "不归您负责",
        ),
        (&["remark", "--unit", "教育体育局", "催办"], "不归您负责"),
    ] {
        let said = refused(&clerk(args));
        assert!(said.contains(part), "{args:?}: {said}");
    }
    let said = refused(&as_one(&home, &database, "reader", &["tick", "29", "A1"]));
    assert!(said.contains("没有这个权限"), "{said}");
    // Own work: what was set by another keeps who has set it, and can be taken back by name.
    told(&home, &database, "office", &["tick", "29", "A2"]);
    told(&home, &database, "clerk", &["tick", "29", "A1"]);
    told(
        &home,
        &database,
        "clerk",
        &["tick", "29", "A2", "--note", "补记"],
    );
    told(&home, &database, "clerk", &["undo"]);
    told(&home, &database, "clerk", &["redo"]);
    told(
        &home,
        &database,
        "clerk",
        &["contact", "29", "--person", "王五"],
    );
    told(
        &home,
        &database,
        "clerk",
        &["mark", "M4", "--association", "29", "--on", "2020-07-20"],
    );
    let history = told(&home, &database, "office", &["history", "--format", "csv"]);
    assert_eq!(history.lines().count(), 8, "{history}");

    // The program refuses it first; the server does so for whoever gets past the program.
    let closing = new_round_closing();
    let body = |by: &str| {
        format!(
            "{{\"kind\":\"item\",\"association\":29,\"item\":\"{closing}\",\"before\":null,\"after\":{{\"state\":\"done\",\"by\":\"{by}\",\"at\":\"2020-07-20T01:00:00Z\",\"on\":\"2020-07-20\"}}}}"
        )
    };
    let mut client = database.client(&role(&database, "clerk"));
    let own = record_by_hand(&mut client, "李四", "now", Some(29), &body("李四"), false);
    assert_eq!(own, "TG003");
    let mut office = database.client(&role(&database, "office"));
    let own = record_by_hand(
        &mut office,
        "王小明",
        "now",
        Some(29),
        &body("王小明"),
        false,
    );
    assert_eq!(own, "TG003", "they have handled it, too");
    // What was taken back is nothing that was handled.
    let body = body("王小明").replace("29", "30");
    told(&home, &database, "office", &["tick", "30", "A1"]);
    told(&home, &database, "office", &["undo"]);
    let other = record_by_hand(&mut office, "王小明", "now", Some(30), &body, false);
    assert_eq!(other, "");
}

/// The item that closes an association in the built-in round.
fn new_round_closing() -> String {
    let documents = new_round::builtin().documents;
    let round = tuogou::exchange::seed::parse_round(&documents).expect("read");
    let closing = round.items.iter().find(|item| item.closes);
    closing.expect("there is one").id.clone()
}

/// What is said of an address that cannot be used.
fn at(home: &Home, address: &str, password: Option<&str>) -> String {
    let mut program = home.bare_program();
    program.env("TUOGOU_LEDGER", address);
    if let Some(password) = password {
        program.env("PGPASSWORD", password);
    }
    let output = program.args(["stats"]).output().expect("it runs");
    if output.status.success() {
        return String::new();
    }
    refused(&output)
}

#[test]
fn what_is_wrong_with_an_address_is_said_in_one_line() {
    let Some((home, database)) = founded() else {
        return;
    };
    let office = role(&database, "office");
    let mut keeper = database.client("keeper");
    keeper
        .batch_execute("CREATE ROLE stranger LOGIN; CREATE ROLE secret LOGIN PASSWORD '对的'")
        .expect("made");
    let add = adding("secret", "周八", "reader");
    assert!(run(&home, &database, "keeper", &add).status.success());
    let over = |role: &str| database.address_over_tcp(role);
    let elsewhere = over(&office).replace("/账", "/没有");
    let empty = Database::new().expect("there is a server");
    for (address, password, part) in [
        (over(&office), None, ""),
        (over("secret"), Some("对的"), ""),
        (over("secret"), Some("错的"), "不让用户 secret 登录"),
        (over("secret"), None, "PGPASSWORD"),
        (over("nobody"), None, "不让用户 nobody 登录"),
        (over("stranger"), None, "不让用户 stranger 登录"),
        (over("keeper"), None, "人员中没有 keeper"),
        (elsewhere, None, "没有这个数据库"),
        (
            empty.address_of("keeper"),
            None,
            "还没有台账：tuogou server init",
        ),
        (database.address_over(&office, 9), None, "没有服务器在运行"),
        (
            database.address_over(&office, Between::new(9).port),
            None,
            "连接已断开",
        ),
        (
            "postgres://a@nowhere.invalid/b?sslmode=disable".into(),
            None,
            "找不到这台主机",
        ),
        ("postgres://a@/b".into(), None, "不是服务器台账的地址"),
    ] {
        let said = at(&home, &address, password);
        assert_eq!(said.is_empty(), part.is_empty(), "{address}: {said}");
        assert!(said.contains(part), "{address}: {said}");
        assert!(!said.contains("对的") && !said.contains("错的"), "{said}");
    }
    // The file that psql reads, if nobody else can.
    let file = home.path("pgpass");
    std::fs::write(
        &file,
        format!("127.0.0.1:*:{}:secret:对的\n", database.name),
    )
    .expect("written");
    for (mode, fine) in [(0o644, false), (0o600, true)] {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, PermissionsExt::from_mode(mode)).expect("set");
        let mut program = home.bare_program();
        program
            .env("PGPASSFILE", &file)
            .env("TUOGOU_LEDGER", over("secret"));
        let output = program.args(["stats"]).output().expect("it runs");
        assert_eq!(output.status.success(), fine, "{mode:o}: {}", said(&output));
    }
    // Whoever sits at a terminal is asked, and nothing of the answer is shown.
    let address = over("secret");
    let on = |args: &[&str]| {
        let args = [&["--ledger", &address][..], args].concat();
        Terminal::run(env!("CARGO_BIN_EXE_tuogou"), &home, &args, 100, 30)
    };
    let mut stats = on(&["stats"]);
    stats.shows("的密码：").keys("对错\u{7f}的\r");
    stats.shows("共 150 家");
    assert!(stats.wait().success());
    assert!(!stats.text().contains('对'), "{}", stats.text());
    let mut screen = on(&["--as-of", "2020-07-20"]);
    screen.shows("的密码：").keys("对的\r");
    screen.shows("? 帮助").keys("q");
    assert!(screen.wait().success());
    for (typed, said) in [("错的\r", "不让用户 secret 登录"), ("\u{3}", "PGPASSWORD")] {
        let mut refused = on(&["stats"]);
        refused.shows("的密码：").keys(typed);
        refused.shows(said);
        assert_eq!(refused.wait().exit_code(), 1, "{typed:?}");
    }
    keeper
        .batch_execute("DROP OWNED BY secret, stranger; DROP ROLE secret, stranger")
        .expect("dropped");
}

#[test]
fn who_keeps_the_ledger_is_told_whom_it_does_not_know_and_which_name_is_taken() {
    let Some((home, database)) = founded() else {
        return;
    };
    let keeper = |args: &[&str]| refused(&run(&home, &database, "keeper", args));
    let said = keeper(&["server", "charge", "unknown", "29"]);
    assert!(said.contains("人员中没有 unknown"), "{said}");
    let said = keeper(&adding("another", "王小明", "clerk"));
    assert!(said.contains("已有 王小明"), "{said}");
    // Nothing of it was done: the role would have been made before.
    let mut client = database.client("keeper");
    let role = "SELECT FROM pg_roles WHERE rolname = 'another'";
    assert!(client.query(role, &[]).expect("read").is_empty());
    let people = run(&home, &database, "keeper", &["server", "person", "list"]);
    let people = String::from_utf8(people.stdout).expect("text");
    assert!(
        people.contains("李四，单位经办人，负责 2 个协会"),
        "{people}"
    );
    // What nobody has thought of is not said to be damage.
    let odd = "ALTER TABLE tuogou.person ADD CONSTRAINT odd CHECK (name <> '周九')";
    client.batch_execute(odd).expect("added");
    let said = keeper(&adding("another", "周九", "clerk"));
    assert!(
        said.contains("数据库错误 23514") && !said.contains("损坏"),
        "{said}"
    );
    assert!(at(&home, "mysql://a@h/b", None).contains("不是服务器台账的地址"));
}

#[test]
fn a_certificate_is_held_against_its_root_and_its_day() {
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let (home, database) = (Home::new(), cluster.database());
    let Some(root) = database.root() else {
        eprintln!("skipped: there is no openssl here");
        return;
    };
    assert!(
        run(&home, &database, "keeper", &["server", "init"])
            .status
            .success()
    );
    let add = adding("keeper", "周八", "office");
    assert!(run(&home, &database, "keeper", &add).status.success());
    let root = root.to_string_lossy().replace('/', "%2F");
    let over = database.address_over_tcp("keeper");
    let trusted = format!("{over}?sslmode=verify-full&sslrootcert={root}");
    assert_eq!(at(&home, &trusted, None), "");
    let unknown = at(&home, &format!("{over}?sslmode=require"), None);
    assert!(unknown.contains("不是可信的机构签发的"), "{unknown}");
    let other = trusted.replace("127.0.0.1", "localhost");
    let other = at(&home, &other, None);
    assert!(other.contains("证书不是发给这台主机的"), "{other}");
    cluster.tell("expire");
    let expired = at(&home, &trusted, None);
    assert!(expired.contains("证书已过期"), "{expired}");
}

#[test]
fn an_older_or_newer_ledger_is_named_and_brought_up_once() {
    let Some((home, database)) = founded() else {
        return;
    };
    let mut keeper = database.client("keeper");
    let stats = || as_one(&home, &database, "office", &["stats"]);
    keeper
        .batch_execute("UPDATE tuogou.meta SET schema = 99")
        .expect("set");
    let newer = refused(&stats());
    assert!(newer.contains("由更新版本的程序写成（格式 99"), "{newer}");
    let newer = refused(&run(&home, &database, "keeper", &["server", "migrate"]));
    assert!(newer.contains("由更新版本的程序写成（格式 99"), "{newer}");
    // As the first step leaves it.
    keeper
        .batch_execute(
            "UPDATE tuogou.meta SET schema = 1;
        ALTER TABLE tuogou.entry DISABLE ROW LEVEL SECURITY;
        ALTER TABLE tuogou.change DISABLE ROW LEVEL SECURITY;
        ALTER TABLE tuogou.head DISABLE ROW LEVEL SECURITY;
        DROP TRIGGER check_change ON tuogou.change; DROP TRIGGER check_entry ON tuogou.entry;
        DROP POLICY read_entry ON tuogou.entry; DROP POLICY add_entry ON tuogou.entry;
        DROP POLICY read_change ON tuogou.change; DROP POLICY add_change ON tuogou.change;
        DROP POLICY read_head ON tuogou.head; DROP POLICY move_head ON tuogou.head;
        DROP FUNCTION tuogou.check_change; DROP FUNCTION tuogou.check_entry;
        DROP FUNCTION tuogou.has_handled; DROP FUNCTION tuogou.is_own;
        DROP FUNCTION tuogou.may_record; DROP FUNCTION tuogou.writer",
        )
        .expect("undone");
    let older = refused(&stats());
    assert!(
        older.contains("格式是旧的（1") && older.contains("tuogou server migrate"),
        "{older}"
    );
    // Two at once: one does it, the other finds it done.
    let told: Vec<String> = std::thread::scope(|scope| {
        let two: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let output = run(&home, &database, "keeper", &["server", "migrate"]);
                    assert!(output.status.success(), "{}", said(&output));
                    String::from_utf8(output.stdout).expect("text")
                })
            })
            .collect();
        two.into_iter()
            .map(|one| one.join().expect("run"))
            .collect()
    });
    assert_eq!(
        told.iter()
            .filter(|told| told.contains("已由格式 1 升级到 2"))
            .count(),
        1,
        "{told:?}"
    );
    assert_eq!(
        told.iter()
            .filter(|told| told.contains("已是本程序的格式"))
            .count(),
        1,
        "{told:?}"
    );
    assert!(told_by_tick(&home, &database).contains("已记录"));
}

fn told_by_tick(home: &Home, database: &Database) -> String {
    told(home, database, "office", &["tick", "29", "A1"])
}

const DOCUMENT: &str = include_str!("../../docs/server.md");

/// Every line of the document as somebody types it who has a machine and no server yet.
#[test]
fn the_document_can_be_followed_line_by_line() {
    if Database::new().is_none() {
        return;
    }
    let home = Home::new();
    let fences = DOCUMENT.split("```").skip(1).step_by(2);
    let shell = fences.filter_map(|block| block.strip_prefix("sh\n"));
    let script: String = shell.collect();
    let commands = tuogou::cli::Cli::command();
    let server = commands.find_subcommand("server").expect("there is one");
    for part in server.get_subcommands() {
        let named = format!("tuogou server {}", part.get_name());
        assert!(DOCUMENT.contains(&named), "{named} is not named");
    }
    // The server refuses to run as root, and whoever runs it has to reach the program.
    let folder = home.path("trial");
    std::fs::create_dir_all(folder.join("bin")).expect("made");
    std::fs::copy(env!("CARGO_BIN_EXE_tuogou"), folder.join("bin/tuogou")).expect("copied");
    let script = format!(
        "set -eu\ncd '{0}'\nexport HOME='{0}' PATH='{0}/bin:{1}'\n{script}",
        folder.display(),
        std::env::var("PATH").expect("there is one")
    );
    let mut command = crate::sized::cluster::ordinary_user(&folder);
    let output = command.env_clear().args(["-c", &script]).output();
    let output = output.expect("a shell");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", said(&output));
    for part in [
        "已写出演示台账",
        "已建立 postgres:///开封",
        "已登记 jiaoyu：李四，单位经办人，并在服务器上新建了这个用户",
        "jiaoyu 负责",
        "已记录：开封市钓鱼协会",
        "不归教育体育局",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

/// A computer whose clock is off by more than five minutes is told so when it opens the ledger, and the
/// server takes nothing of it that would stand in the history at a wrong time.
#[test]
fn a_clock_that_is_off_is_told_and_records_nothing() {
    let Some((_, database)) = founded() else {
        return;
    };
    let address = Address::parse(&database.address_of(&role(&database, "office")));
    let (mut session, mut ledger) = Session::enter(&address.expect("an address")).expect("opened");
    let command = Command::SetItem {
        association: 29,
        item: "A1".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let at = |minutes: i64| Moment {
        at: (Clock::REAL.now)() + TimeDelta::minutes(minutes),
        as_of: date("2020-07-20"),
    };
    for minutes in [-6, 6] {
        let doubt = clock_check::check(&session, at(minutes)).expect("asked");
        let doubt = doubt.expect("six minutes").to_string();
        assert!(doubt.contains("请先校准时间"), "{doubt}");
        let refused = session.execute(&mut ledger, &command, at(minutes));
        let refused = refused.expect_err("refused").to_string();
        assert!(refused.contains("请先校准时间"), "{refused}");
    }
    assert_eq!(clock_check::check(&session, at(1)).expect("asked"), None);
    let recorded = session.execute(&mut ledger, &command, at(1));
    assert_eq!(
        recorded.expect("recorded").seq,
        Some(1),
        "nothing stands before it"
    );
}

/// A server that has no connection left says that, and nothing else is wrong.
#[test]
fn a_server_that_is_full_says_so() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let (home, database) = (Home::new(), cluster.database());
    let keeper = |args: &[&str]| run(&home, &database, "keeper", args);
    assert!(keeper(&["server", "init"]).status.success());
    let role = role(&database, "office");
    assert!(keeper(&adding(&role, "王小明", "office")).status.success());
    let mut held = Vec::new();
    while held.len() < 200 {
        match Client::connect(&database.address_of(&role), postgres::NoTls) {
            Ok(client) => held.push(client),
            Err(_) => break,
        }
    }
    assert!((100..200).contains(&held.len()), "{}", held.len());
    let said = refused(&run(&home, &database, &role, &["stats"]));
    assert!(said.contains("连接太多"), "{said}");
    drop(held);
    let again = || run(&home, &database, &role, &["stats"]).status.success();
    assert!((0..50).any(|_| again()), "there is room again");
}
