//! A tap on a TCP line: writes down the raw bytes of every request, then hands them on, answers badly, or hangs up.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a request, once it has been written down.
#[derive(Debug, Clone)]
pub enum Turn {
    /// Handed on to the server behind.
    Pass,
    /// Answered with these bytes.
    Say(Vec<u8>),
    /// The connection is closed without a word.
    HangUp,
}

/// An error status that asks to come again at once.
pub fn come_again(status: u16) -> Turn {
    let body = format!(r#"{{"error":{{"message":"not now","type":"x","code":"rate_limit_{status}"}}}}"#);
    let head = format!(
        "HTTP/1.1 {status} X\r\nretry-after-ms: 1\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Turn::Say((head + &body).into_bytes())
}

/// A request as it came: nothing parsed but where its body begins.
#[derive(Debug, Clone)]
pub struct Raw {
    /// Request line and headers.
    pub head: String,
    pub body: Vec<u8>,
}

impl Raw {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// Names of the headers, lower case.
    pub fn header_names(&self) -> Vec<String> {
        self.head.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0.to_lowercase())).collect()
    }
}

/// The tap; it ends with the runtime of its test.
#[derive(Debug, Clone)]
pub struct Tap {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    turns: Mutex<VecDeque<Turn>>,
    taken: Mutex<Vec<Raw>>,
    /// Connections, whatever came over them.
    calls: Mutex<usize>,
}

impl Tap {
    /// A tap before `server`; the first connections take `turns`, all others pass.
    pub async fn before(server: SocketAddr, turns: &[Turn]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { turns: Mutex::new(turns.iter().cloned().collect()), ..Shared::default() });
        let tap = Self { address, shared };
        let own = tap.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *own.shared.calls.lock().unwrap() += 1;
                tokio::spawn(own.clone().serve(stream, server));
            }
        });
        tap
    }

    /// A listener nobody should come to; whoever does is answered with these bytes.
    pub async fn nobody(words: impl AsRef<[u8]>) -> Self {
        let turns = vec![Turn::Say(words.as_ref().to_vec()); 64];
        Self::before(SocketAddr::from(([127, 0, 0, 1], 1)), &turns).await
    }

    pub fn url(&self, path: &str) -> url::Url {
        url::Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// Every request, oldest first.
    pub fn taken(&self) -> Vec<Raw> {
        self.shared.taken.lock().unwrap().clone()
    }

    /// How many connections were made.
    pub fn calls(&self) -> usize {
        *self.shared.calls.lock().unwrap()
    }

    async fn serve(self, mut client: TcpStream, server: SocketAddr) {
        let mut bytes = Vec::new();
        let Some(raw) = read(&mut client, &mut bytes).await else { return };
        self.shared.taken.lock().unwrap().push(raw);
        let turn = self.shared.turns.lock().unwrap().pop_front().unwrap_or(Turn::Pass);
        match turn {
            Turn::HangUp => {}
            Turn::Say(words) => {
                let _ = client.write_all(&words).await;
                let _ = client.shutdown().await;
            }
            Turn::Pass => {
                let mut behind = TcpStream::connect(server).await.unwrap();
                behind.write_all(&bytes).await.unwrap();
                let _ = copy_bidirectional(&mut client, &mut behind).await;
            }
        }
    }
}

/// Reads one request; `bytes` are all that came.
async fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Raw> {
    let mut buffer = [0; 8192];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Some(Raw { head, body: bytes[end + 4..].to_vec() });
            }
        }
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}
