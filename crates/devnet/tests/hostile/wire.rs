//! HTTP as raw as it gets: one connection that is kept as long as the server keeps it, and an end to waiting.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longest a request may take before the node counts as hung. The costliest calls run the gas of a whole call limit.
const PATIENCE: Duration = Duration::from_secs(30);

/// Code of the answer to what is no request.
const NO_REQUEST: &[u8] = b"-32700";

pub struct Wire {
    port: u16,
    stream: BufReader<TcpStream>,
    /// The server closes the connection: it said so, or was sent what is no request, behind which it need not read on.
    closing: bool,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Wire {
    pub fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { port, stream: BufReader::new(stream), closing: false }
    }

    /// Posts a body as it is.
    ///
    /// # Errors
    /// When the connection breaks, or nothing comes back in time.
    pub fn post(&mut self, body: &[u8]) -> std::io::Result<Reply> {
        if self.closing {
            *self = Self::connect(self.port);
        }
        let mut request = format!(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap();
        let mut length = 0;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            self.closing |= line == "connection: close";
            assert!(!line.starts_with("transfer-encoding:"), "{line}");
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        self.closing |= body.windows(NO_REQUEST.len()).any(|part| part == NO_REQUEST);
        Ok(Reply { status, body })
    }

    fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
