//! Pages ask from their own origin, and a browser asks first whether they may.

use crate::support::{devnet, http};

#[tokio::test]
async fn a_wallet_in_a_browser_may_ask_from_any_origin() {
    let devnet = devnet().await;
    let preflight = "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n\
                     Access-Control-Request-Headers: content-type\r\n";
    let (head, _) = http(&devnet, "OPTIONS", preflight, "").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("access-control-allow-origin: *"), "{head}");
    assert!(head.contains("access-control-allow-headers: *"), "{head}");
    assert!(head.contains("access-control-allow-methods: *"), "{head}");

    let origin = "Content-Type: application/json\r\nOrigin: https://app.example\r\n";
    let request = r#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#;
    let (head, body) = http(&devnet, "POST", origin, request).await;
    assert!(head.contains("access-control-allow-origin: *"), "{head}");
    assert!(body.contains("0x64aba"), "{body}");
}

#[tokio::test]
async fn a_public_page_may_ask_a_devnet_on_a_private_address() {
    let devnet = devnet().await;
    let preflight = "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n\
                     Access-Control-Request-Private-Network: true\r\n";
    let (head, _) = http(&devnet, "OPTIONS", preflight, "").await;
    assert!(head.contains("access-control-allow-private-network: true"), "{head}");
}
