//! Every rule refuses with a text that says what is wrong.

use proptest::collection;
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::sample::Index;

use super::testing::{assemble, module_text};
use super::{ActivationError, Rules, activate};

const ENTRY: &str = "(func (export \"user_entrypoint\") (param i32) (result i32) (i32.const 0))";
const PAY: &str = "(import \"vm_hooks\" \"pay_for_memory_grow\" (func (param i32)))";
const MEMORY: &str = "(memory (export \"memory\") 1)";

fn check(text: &str) -> Result<(), ActivationError> {
    activate(&assemble(text), &Rules::default()).map(|_| ())
}

/// A valid module with `items` added.
fn with(items: &str) -> Result<(), ActivationError> {
    check(&module_text(&format!("{items} {ENTRY}")))
}

/// A valid module whose `$f` has this body.
fn body(text: &str) -> Result<(), ActivationError> {
    with(&format!("(func $f {text})"))
}

#[track_caller]
fn refused(result: Result<(), ActivationError>, text: &str) {
    let error = result.expect_err(text).to_string();
    assert!(error.contains(text), "{error:?} does not say {text:?}");
}

fn repeat(item: &str, times: usize) -> String {
    item.repeat(times)
}

#[test]
fn a_plain_module_is_accepted() {
    assert_eq!(with(""), Ok(()));
}

#[test]
fn bytes_that_are_not_wasm_are_refused() {
    let rules = Rules::default();
    refused(activate(b"\0asm\x01\0\0", &rules).map(|_| ()), "the WASM is invalid");
    refused(activate(b"hello, world", &rules).map(|_| ()), "the WASM is invalid");
    refused(activate(&vec![0; 131_073], &rules).map(|_| ()), "larger than 131072 bytes");
    // The header of an empty component, which is WASM of another kind.
    refused(activate(b"\0asm\x0d\0\x01\0", &rules).map(|_| ()), "the WASM is invalid");
}

#[test]
fn the_entry_point_must_be_there_with_its_signature() {
    refused(check(&format!("(module {PAY} {MEMORY})")), "must export the function user_entrypoint");
    refused(
        check(&format!(
            "(module {PAY} {MEMORY} (func (export \"user_entrypoint\") (result i32) (i32.const 0)))"
        )),
        "take one i32 and return one i32",
    );
    refused(
        check(&format!("(module {PAY} {MEMORY} (func (export \"user_entrypoint\") (param i32)))")),
        "take one i32 and return one i32",
    );
}

#[test]
fn a_host_function_is_no_entry_point() {
    let hook = "(import \"vm_hooks\" \"account_code_size\" (func (param i32) (result i32)))";
    refused(
        check(&format!("(module {PAY} {hook} {MEMORY} (export \"user_entrypoint\" (func 1)))")),
        "must export the function user_entrypoint",
    );
}

#[test]
fn one_memory_must_be_exported() {
    refused(check(&format!("(module {PAY} {ENTRY})")), "define one memory and export it");
    refused(check(&format!("(module {PAY} (memory 1) {ENTRY})")), "define one memory and export it");
    refused(with("(memory 1)"), "multi");
    refused(
        check(&format!("(module {PAY} (import \"vm_hooks\" \"memory\" (memory 1)) {ENTRY})")),
        "unknown import vm_hooks.memory",
    );
}

#[test]
fn a_memory_that_can_grow_must_be_paid_for() {
    refused(check(&format!("(module {MEMORY} {ENTRY})")), "missing import pay_for_memory_grow");
    refused(
        check(&format!("(module (memory (export \"memory\") 1 2) {ENTRY})")),
        "missing import pay_for_memory_grow",
    );
    assert_eq!(check(&format!("(module (memory (export \"memory\") 1 1) {ENTRY})")), Ok(()));
    assert_eq!(check(&format!("(module (memory (export \"memory\") 0 0) {ENTRY})")), Ok(()));
}

#[test]
fn imports_are_the_host_functions_with_their_signatures_and_nothing_else() {
    refused(with("(import \"vm_hooks\" \"steal_funds\" (func))"), "unknown import vm_hooks.steal_funds");
    refused(with("(import \"env\" \"msg_value\" (func (param i32)))"), "unknown import env.msg_value");
    refused(with("(import \"vm_hooks\" \"msg_value\" (global i32))"), "unknown import vm_hooks.msg_value");
    refused(
        with("(import \"vm_hooks\" \"msg_value\" (func (param i64)))"),
        "vm_hooks.msg_value has the wrong",
    );
    refused(
        with("(import \"vm_hooks\" \"msg_value\" (func (param i32) (result i32)))"),
        "vm_hooks.msg_value has the wrong",
    );
    assert_eq!(with("(import \"vm_hooks\" \"msg_value\" (func (param i32)))"), Ok(()));
}

#[test]
fn printing_functions_are_for_chains_under_debugging() {
    let wasm =
        assemble(&module_text(&format!("(import \"console\" \"log_i32\" (func (param i32))) {ENTRY}")));
    assert!(activate(&wasm, &Rules::default()).is_ok());
    let error = activate(&wasm, &Rules { debug: false, ..Rules::default() }).unwrap_err();
    assert!(error.to_string().contains("unknown import console.log_i32"));
}

#[test]
fn a_start_function_is_refused() {
    refused(with("(func $s) (start $s)"), "start function");
}

#[test]
fn names_that_begin_with_stylus_are_reserved() {
    for name in
        ["stylus_ink_left", "stylus_ink_status", "stylus_scratch_global", "stylus_stack_left", "stylusy"]
    {
        refused(with(&format!("(func (export \"{name}\"))")), &format!("the name {name} is reserved"));
        refused(with(&format!("(func (export \"my__{name}\"))")), &format!("the name {name} is reserved"));
    }
    assert_eq!(with("(func (export \"my_stylus\"))"), Ok(()));
}

#[test]
fn an_export_must_not_have_the_name_of_an_import() {
    let import = "(import \"vm_hooks\" \"msg_value\" (func (param i32)))";
    refused(with(&format!("{import} (func (export \"msg_value\"))")), "exports msg_value under the name");
    refused(with(&format!("{import} (func (export \"a__msg_value\"))")), "exports msg_value under the name");
    assert_eq!(with(&format!("{import} (func (export \"msg_value__a\"))")), Ok(()));
    assert_eq!(with("(func (export \"msg_value\"))"), Ok(()));
}

#[test]
fn names_for_debuggers_must_be_readable_and_the_module_s_short() {
    let module = |name: String| check(&format!("(module ${name} {PAY} {MEMORY} {ENTRY})"));
    assert_eq!(module(repeat("n", 512)), Ok(()));
    refused(module(repeat("n", 513)), "too many bytes of the module's name: 513, at most 512");
    assert_eq!(with("(@custom \"name\" \"\")"), Ok(()));
    refused(with("(@custom \"name\" \"\\00\\ff\")"), "invalid");
}

#[test]
fn floating_point_is_refused_wherever_it_could_run() {
    refused(body("(drop (f32.add (f32.const 1) (f32.const 2)))"), "F32Const");
    refused(body("(param f64)"), "a parameter has the type f64");
    refused(body("(local f32)"), "a local has the type f32");
    refused(with("(global f64 (f64.const 0))"), "a global has the type f64");
    refused(body("(drop (i32.trunc_sat_f32_s (f32.const 1)))"), "F32Const");
}

#[test]
fn proposals_outside_the_list_are_refused() {
    for text in [
        "(drop (ref.null func))",
        "(local v128)",
        "(return_call $f)",
        "(drop (i32.atomic.load (i32.const 0)))",
        "(throw_ref)",
    ] {
        assert!(body(text).is_err(), "{text}");
    }
    refused(with("(table 1 externref)"), "invalid");
    refused(with("(global i32 (i32.add (i32.const 1) (i32.const 2)))"), "constant expression");
    refused(check(&format!("(module {PAY} (memory (export \"memory\") i64 1) {ENTRY})")), "memory64");
}

#[test]
fn bulk_operators_but_copy_and_fill_are_refused() {
    assert_eq!(body("(memory.copy (i32.const 0) (i32.const 0) (i32.const 0))"), Ok(()));
    assert_eq!(body("(memory.fill (i32.const 0) (i32.const 0) (i32.const 0))"), Ok(()));
    let segment = "(data $d \"x\") (func (memory.init $d (i32.const 0) (i32.const 0) (i32.const 0)))";
    refused(with(segment), "MemoryInit");
    refused(with("(data $d \"x\") (func (data.drop $d))"), "DataDrop");
    refused(with("(table 1 funcref) (elem $e func) (func (elem.drop $e))"), "ElemDrop");
    refused(
        with("(table 1 funcref) (func (table.copy (i32.const 0) (i32.const 0) (i32.const 0)))"),
        "TableCopy",
    );
}

#[test]
fn several_results_are_refused_since_version_sixty() {
    let wasm =
        assemble(&module_text(&format!("(func (result i32 i32) (i32.const 0) (i32.const 0)) {ENTRY}")));
    assert!(activate(&wasm, &Rules::at_version(51)).is_ok());
    let error = activate(&wasm, &Rules::at_version(60)).unwrap_err();
    assert!(error.to_string().contains("multi-value"), "{error}");
}

#[test]
fn counts_are_limited() {
    let value = "(import \"vm_hooks\" \"msg_value\" (func (param i32)))";
    // module_text imports pay_for_memory_grow already.
    assert_eq!(with(&repeat(value, 512)), Ok(()));
    refused(with(&repeat(value, 513)), "too many imports: 514, at most 513");
    assert_eq!(with(&repeat("(func)", 4_095)), Ok(()));
    refused(with(&repeat("(func)", 4_096)), "too many functions: 4097, at most 4096");
    // Globals take five bytes each, so the limit on the file comes first unless it is raised.
    let wasm = assemble(&module_text(&format!("{} {ENTRY}", repeat("(global i32 (i32.const 0))", 32_769))));
    let error = activate(&wasm, &Rules { max_wasm_size: u32::MAX, ..Rules::default() }).unwrap_err();
    assert!(error.to_string().contains("too many globals: 32769, at most 32768"));
    refused(with(&repeat("(data \"\")", 129)), "too many data segments: 129, at most 128");
    refused(with(&repeat("(elem func)", 129)), "too many element segments: 129, at most 128");
    let exports: String = (0..1_023).map(|i| format!("(export \"e{i}\" (func 1))")).collect();
    refused(with(&exports), "too many exports: 1025, at most 1024");
}

#[test]
fn tables_and_names_and_memory_are_limited() {
    assert_eq!(with("(table 4096 funcref)"), Ok(()));
    refused(with("(table 4097 funcref)"), "too many table entries: 4097, at most 4096");
    let entries = |n| format!("(table 1 funcref) (elem func {})", repeat("0 ", n));
    assert_eq!(with(&entries(4_096)), Ok(()));
    refused(with(&entries(4_097)), "too many element entries: 4097, at most 4096");
    let name = |n| format!("(func (export \"{}\"))", repeat("n", n));
    assert_eq!(with(&name(512)), Ok(()));
    refused(with(&name(513)), "too many bytes of an export's name: 513, at most 512");
    let pages = |n: u32| check(&format!("(module {PAY} (memory (export \"memory\") {n}) {ENTRY})"));
    assert_eq!(pages(128), Ok(()));
    refused(pages(129), "too many initial memory pages: 129, at most 128");
}

#[test]
fn functions_are_limited_in_locals_stack_and_length() {
    assert_eq!(body(&format!("(local {})", repeat("i32 ", 348))), Ok(()));
    refused(
        body(&format!("(local {})", repeat("i64 ", 349))),
        "too many locals of a function: 349, at most 348",
    );
    let values = |n| body(&format!("{} {}", repeat("i32.const 0 ", n), repeat("drop ", n)));
    assert_eq!(values(4_096), Ok(()));
    refused(values(4_097), "too many values on the stack of a function: 4097, at most 4096");
    // Each function has 12 operators to enter its frame, 12 to pay for its block, two ends and 4 to leave.
    assert_eq!(body(&repeat("nop ", 65_536 - 30)), Ok(()));
    refused(body(&repeat("nop ", 65_536 - 29)), "too many operators of a function");
}

#[test]
fn segments_that_do_not_fit_are_refused_at_activation() {
    let cache = super::ModuleCache::new().unwrap();
    let wasm = assemble(&module_text(&format!("(data (i32.const 65535) \"xy\") {ENTRY}")));
    assert!(matches!(cache.compile(&Rules::default(), &wasm), Err(ActivationError::Engine(_))));
}

#[test]
fn activation_reports_sizes_and_costs() {
    let text = module_text(&format!(
        "(table 1 funcref) (elem func 1 1 1) (data (i32.const 0) \"12345\") (global i64 (i64.const 1))
         (func $f (param i32 i64) (result i32) (local.get 0)) {ENTRY}"
    ));
    let wasm = assemble(&text);
    let activated = activate(&wasm, &Rules::default()).unwrap();
    let size = activated.size;
    assert_eq!(size.wasm_bytes, wasm.len() as u64);
    assert_eq!((size.functions, size.type_words, size.globals), (2, 5, 5));
    assert_eq!((size.data_bytes, size.element_entries, size.pages), (5, 3, 1));
    assert_eq!(size.instrumented_ops, 2 * (12 + 12 + 2 + 4 + 1));
    assert_eq!(activated.footprint, 1);
    assert_eq!(activated.module_hash, alloy_primitives::keccak256(&activated.wasm));
    assert_eq!(activate(&wasm, &Rules::default()).unwrap(), activated, "activation is deterministic");
}

/// A small program that uses most sections.
fn sample() -> Vec<u8> {
    assemble(&module_text(&format!(
        "(import \"vm_hooks\" \"msg_value\" (func (param i32))) (table 2 funcref) (elem (i32.const 0) 2 3)
         (type $t (func (param i32) (result i32))) (global (mut i64) (i64.const 1)) (data (i32.const 8) \"data\")
         (func $f (type $t) (loop (br_if 0 (i32.load8_u (local.get 0)))) (block (br_table 0 1 0 (i32.const 1)))
           (memory.fill (i32.const 0) (i32.const 0) (memory.grow (i32.const 1)))
           (call 1 (i32.const 0)) (call_indirect (type $t) (local.get 0) (i32.const 1)))
         {ENTRY}"
    )))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn damaged_files_are_refused_or_activated_but_never_a_panic(
        damage in collection::vec((any::<Index>(), any::<u8>()), 1..4),
        cut in any::<Option<Index>>(),
    ) {
        let mut wasm = sample();
        for (at, byte) in damage {
            let at = at.index(wasm.len());
            wasm[at] = byte;
        }
        if let Some(cut) = cut {
            wasm.truncate(cut.index(wasm.len()));
        }
        if let Ok(activated) = activate(&wasm, &Rules::default()) {
            // What is accepted must stay valid after instrumentation.
            wasmparser::validate(&activated.wasm).expect("instrumentation keeps a file valid");
        }
    }
}
