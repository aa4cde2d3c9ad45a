//! What every answer must be, whatever was asked.

use serde_json::Value;

use crate::wire::Reply;

/// Longest message of an error: what a person reads, however much was sent.
const MAX_MESSAGE: usize = 1_000;

/// The answer to one request.
pub enum Answer {
    Result,
    Error(i64),
}

/// Reads a reply: the answers in it, none for a notification.
///
/// # Errors
/// What is wrong with it.
pub fn read(body: &[u8], reply: &Reply) -> Result<Vec<Answer>, String> {
    if !matches!(reply.status, 200 | 400) {
        return Err(format!("HTTP status {}", reply.status));
    }
    // Too deep for us to read though not for the node, or with an id twice, which the server takes for none.
    let sent: Option<Value> = serde_json::from_slice(body).ok().filter(|sent| ids_in(body) <= ids(sent));
    // What the server sends where nothing is to be answered.
    if reply.body == b"null" {
        return if sent.as_ref().is_some_and(wants_answer) {
            Err("no answer".into())
        } else {
            Ok(Vec::new())
        };
    }
    let answer: Value = serde_json::from_slice(&reply.body).map_err(|e| format!("no JSON: {e}"))?;
    match (sent, answer) {
        (Some(Value::Array(sent)), Value::Array(answers)) => {
            let expected: Vec<&Value> = sent.iter().filter(|sent| wants_answer(sent)).collect();
            if expected.len() != answers.len() {
                return Err(format!("{} answers to {} requests", answers.len(), expected.len()));
            }
            expected.into_iter().zip(&answers).map(|(sent, answer)| one(Some(sent), answer)).collect()
        }
        (None, Value::Array(answers)) => answers.iter().map(|answer| one(None, answer)).collect(),
        (sent, answer) => Ok(vec![one(sent.as_ref(), &answer)?]),
    }
}

fn ids_in(text: &[u8]) -> usize {
    String::from_utf8_lossy(text).matches("\"id\"").count()
}

fn ids(sent: &Value) -> usize {
    let entries = sent.as_array().map_or(std::slice::from_ref(sent), Vec::as_slice);
    entries.iter().filter(|entry| entry.get("id").is_some()).count()
}

/// False for notifications. A request whose id has a type that ids cannot have counts as one.
fn wants_answer(sent: &Value) -> bool {
    if let Some(batch) = sent.as_array() {
        return batch.is_empty() || batch.iter().any(wants_answer);
    }
    let named = sent["jsonrpc"] == "2.0" && sent["method"].is_string();
    let fine = |id: &Value| id.is_null() || id.is_u64() || id.is_string();
    !named || sent.get("id").is_some_and(fine)
}

fn one(sent: Option<&Value>, answer: &Value) -> Result<Answer, String> {
    if answer["jsonrpc"] != "2.0" {
        return Err("the answer names no version".into());
    }
    if let Some(sent) =
        sent.filter(|sent| sent.is_object() && wants_answer(sent) && sent["method"].is_string())
    {
        let asked = sent.get("id").unwrap_or(&Value::Null);
        if sent["jsonrpc"] == "2.0" && answer["id"] != *asked {
            return Err(format!("asked as {asked}, answered as {}", answer["id"]));
        }
    }
    match (answer.get("result"), answer.get("error")) {
        (Some(_), None) => Ok(Answer::Result),
        (None, Some(error)) => refusal(error),
        _ => Err("neither a result nor an error".into()),
    }
}

fn refusal(error: &Value) -> Result<Answer, String> {
    let code = error["code"].as_i64().ok_or("an error without a code")?;
    let message = error["message"].as_str().ok_or("an error without a message")?;
    if code == -32603 {
        return Err(format!("the node blames itself: {message}"));
    }
    if message.is_empty() || message.len() > MAX_MESSAGE {
        return Err(format!("a message of {} bytes", message.len()));
    }
    Ok(Answer::Error(code))
}
