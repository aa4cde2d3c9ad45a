//! What programs print, as whoever listens is told.

use std::sync::Mutex;

use super::common::{LATEST, Lab, wasm};

static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn hear(line: &str) {
    // Gives others the chance to come between.
    std::thread::yield_now();
    TOLD.lock().unwrap().push(line.to_owned());
}

#[test]
fn what_a_call_prints_stays_together_when_calls_run_side_by_side() {
    const LINES: u8 = 200;
    let callers = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let mut lab = Lab::new();
    let printer = lab.program(&wasm::printer());
    lab.node.tell_console(hear);
    let requests = callers.map(|line| lab.request(printer.into(), [line.as_bytes(), &[LINES]].concat()));
    std::thread::scope(|scope| {
        for request in &requests {
            scope.spawn(|| lab.node.call(request, LATEST, None).unwrap());
        }
    });
    let told = TOLD.lock().unwrap();
    assert_eq!(told.len(), callers.len() * usize::from(LINES));
    let together: Vec<&str> = told.chunk_by(|one, next| one == next).map(|lines| lines[0].as_str()).collect();
    assert_eq!(together.len(), callers.len(), "{together:?}");
}
