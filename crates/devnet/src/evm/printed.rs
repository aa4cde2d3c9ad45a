//! What programs print: free of charge, so bounded here.

/// Bytes kept of what a transaction prints, each line counted with what holding it takes.
const MOST_BYTES: usize = 1 << 20;
/// What holding a line takes.
const LINE_BYTES: usize = 32;
/// Stands for everything that is not kept.
const REST: &str = "(more was printed than is kept)";

/// The lines a transaction printed, until they became too many.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    lines: Vec<String>,
    bytes: usize,
    full: bool,
}

impl Printed {
    /// Keeps a line, if there is room for the whole of it, and says whether any further line can be kept.
    pub(crate) fn add(&mut self, line: &[u8]) -> bool {
        if self.full {
            return false;
        }
        let bytes = self.bytes.saturating_add(line.len()).saturating_add(LINE_BYTES);
        if bytes > MOST_BYTES {
            self.full = true;
            self.lines.push(REST.to_owned());
        } else {
            self.bytes = bytes;
            self.lines.push(String::from_utf8_lossy(line).into_owned());
        }
        !self.full
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_in_order_with_what_is_no_text_replaced() {
        let mut printed = Printed::default();
        assert!(printed.add(b"one") && printed.add(b"t\xffo"));
        assert_eq!(printed.into_lines(), ["one", "t\u{fffd}o"]);
    }

    #[test]
    fn what_is_kept_is_bounded_whether_the_lines_are_many_or_long() {
        let mut many = Printed::default();
        let kept = (0..1_000_000).filter(|_| many.add(b"")).count();
        assert_eq!(kept, MOST_BYTES / LINE_BYTES, "and it says so");
        let many = many.into_lines();
        assert_eq!((many.len(), many.last().map(String::as_str)), (MOST_BYTES / LINE_BYTES + 1, Some(REST)));
        let mut long = Printed::default();
        assert!(!long.add(&vec![b'x'; MOST_BYTES]) && !long.add(b"y"));
        assert_eq!(long.into_lines(), [REST]);
    }
}
