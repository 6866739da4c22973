//! A server that plays scripted bytes on a real socket, one script per connection, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the server does with a connection once it has read the request.
#[derive(Debug, Clone)]
pub enum Script {
    /// Writes these bytes, in these pieces, and closes.
    Say(Vec<Vec<u8>>),
    /// Writes these bytes and then stays silent until the client closes.
    Hang(Vec<u8>),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Request line and headers, header names in lower case.
    pub head: String,
    pub body: Vec<u8>,
}

/// The server; it stops with the runtime of its test.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    hung_up: watch::Receiver<usize>,
}

impl Server {
    /// Plays one script per connection; the last one again and again.
    pub async fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (hung, hung_up) = watch::channel(0);
        let hung = Arc::new(hung);
        let seen = requests.clone();
        tokio::spawn(async move {
            let mut at = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let script = scripts[at.min(scripts.len() - 1)].clone();
                at += 1;
                tokio::spawn(play(stream, script, seen.clone(), hung.clone()));
            }
        });
        Self { address, requests, hung_up }
    }

    pub fn url(&self, path: &str) -> url::Url {
        url::Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns once a client has closed a connection that was left hanging.
    pub async fn client_hung_up(&mut self) {
        self.hung_up.wait_for(|count| *count > 0).await.unwrap();
    }
}

async fn play(mut stream: TcpStream, script: Script, seen: Arc<Mutex<Vec<Request>>>, hung: Arc<watch::Sender<usize>>) {
    let Some(request) = read_request(&mut stream).await else { return };
    seen.lock().unwrap().push(request);
    match script {
        Script::Say(pieces) => {
            for piece in pieces {
                if stream.write_all(&piece).await.is_err() {
                    return;
                }
                stream.flush().await.unwrap();
                tokio::task::yield_now().await;
            }
            drop(stream.shutdown().await);
        }
        Script::Hang(bytes) => {
            stream.write_all(&bytes).await.unwrap();
            let mut rest = [0; 64];
            while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
            hung.send_modify(|count| *count += 1);
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let split = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = split {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let head: Vec<String> = head
                .lines()
                .map(|line| {
                    line.split_once(": ")
                        .map_or(line.into(), |(name, value)| format!("{}: {value}", name.to_lowercase()))
                })
                .collect();
            let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Some(Request { head: head.join("\n"), body: bytes[end + 4..].to_vec() });
            }
        }
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

/// An answer with its length told, closed after it.
pub fn answer(status: u16, headers: &str, body: &str) -> Script {
    let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", body.len());
    Script::Say(vec![(head + body).into_bytes()])
}

/// A streamed answer in chunks of `size` bytes, the last chunk included.
pub fn stream(body: &[u8], size: usize) -> Vec<u8> {
    let mut bytes =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.chunks(size) {
        bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    bytes
}

/// A streamed answer that ends where the connection ends: a cut shows in nothing but its records.
pub fn unmarked_stream(body: &[u8]) -> Vec<u8> {
    let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n".to_vec();
    bytes.extend_from_slice(body);
    bytes
}
