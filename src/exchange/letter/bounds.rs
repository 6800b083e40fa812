//! Bounds on templates before they are compiled. The compiler and the interpreter go as deep into
//! the stack as operators are chained, and a stack that overflows ends the program at once, with
//! whatever is on the screen. Reads tags as the engine does.

use super::engine::TemplateError;
use crate::text::line_number;

/// Most names, numbers, texts and signs in one tag. The longest tag of the shipped templates has
/// some hundred.
const MAX_TOKENS: usize = 400;
/// Most `elif` in one template: each lies within the one before.
const MAX_ELIF: usize = 200;

/// Refuses a template that could overflow the stack.
pub fn check(template: &str) -> Result<(), TemplateError> {
    let mut reader = Reader {
        bytes: template.as_bytes(),
        at: 0,
        elifs: 0,
    };
    reader.run().map_err(|problem| TemplateError {
        line: line_number(template, reader.at),
        problem,
    })
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    elifs: usize,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(start) = self.find(b"{") {
            self.at = start + 2;
            match self.bytes.get(start + 1) {
                Some(b'#') => self.skip_to(b"#}"),
                Some(b'%') => match self.basic_tag("raw") {
                    Some(end) => {
                        self.at = end;
                        self.skip_raw();
                    }
                    None => self.tag(b"%}")?,
                },
                Some(b'{') => self.tag(b"}}")?,
                _ => self.at = start + 1,
            }
        }
        Ok(())
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn find(&self, what: &[u8]) -> Option<usize> {
        let found = self
            .rest()
            .windows(what.len())
            .position(|part| part == what);
        found.map(|at| self.at + at)
    }

    fn skip_to(&mut self, end: &[u8]) {
        let found = self.find(end);
        self.at = found.map_or(self.bytes.len(), |at| at + end.len());
    }

    /// The end of a tag that holds nothing but a word.
    fn basic_tag(&self, word: &str) -> Option<usize> {
        let mut at = self.at;
        let skip = |at: &mut usize, signs: &[u8]| {
            let sign = self.bytes.get(*at).is_some_and(|sign| signs.contains(sign));
            *at += usize::from(sign);
            sign
        };
        skip(&mut at, b"-+");
        while skip(&mut at, b" \t\r\n\x0c") {}
        at += self
            .bytes
            .get(at..)?
            .starts_with(word.as_bytes())
            .then_some(word.len())?;
        while skip(&mut at, b" \t\r\n\x0c") {}
        skip(&mut at, b"-+");
        self.bytes.get(at..)?.starts_with(b"%}").then_some(at + 2)
    }

    /// What is raw holds no tags.
    fn skip_raw(&mut self) {
        while let Some(start) = self.find(b"{%") {
            self.at = start + 2;
            if let Some(end) = self.basic_tag("endraw") {
                self.at = end;
                return;
            }
        }
        self.at = self.bytes.len();
    }

    /// Reads to the end of a tag.
    fn tag(&mut self, end: &[u8]) -> Result<(), String> {
        // The sign that keeps spaces or drops them is no operator.
        self.at += usize::from(self.rest().starts_with(b"-") || self.rest().starts_with(b"+"));
        let (mut tokens, mut open) = (0usize, 0i64);
        while let Some(first) = self.rest().first().copied() {
            if open == 0 && self.rest().starts_with(end) {
                self.at += end.len();
                return Ok(());
            }
            let length = match first {
                first if first.is_ascii_whitespace() => {
                    self.at += 1;
                    continue;
                }
                b'"' | b'\'' => self.text(first),
                first if is_word(first) => {
                    let word = self.rest().iter().take_while(|byte| is_word(**byte));
                    word.count()
                }
                _ => 1,
            };
            if tokens == 0 && self.rest().get(..length) == Some(b"elif") {
                self.elifs += 1;
            }
            open += match first {
                b'(' | b'[' | b'{' => 1,
                b')' | b']' | b'}' => -1,
                _ => 0,
            };
            tokens += 1;
            if tokens > MAX_TOKENS {
                return Err(t!(
                    "一个标签中的名称和符号太多，最多 {MAX_TOKENS} 个",
                    "too many names and signs in a tag, at most {MAX_TOKENS}"
                ));
            }
            if self.elifs > MAX_ELIF {
                return Err(t!(
                    "elif 太多，最多 {MAX_ELIF} 个",
                    "too many elif, at most {MAX_ELIF}"
                ));
            }
            self.at += length;
        }
        Ok(())
    }

    /// The length of a text in quotes.
    fn text(&self, quote: u8) -> usize {
        let mut escaped = false;
        let inside = self.rest().iter().skip(1).take_while(|byte| {
            let ends = !escaped && **byte == quote;
            escaped = !escaped && **byte == b'\\';
            !ends
        });
        inside.count() + 2
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_reads_as_one_tag_is_counted_as_one() {
        let chain = "+1".repeat(60_000);
        for hidden in [
            format!("{{{{ 1{chain} }}}}"),
            format!("{{{{ \"}}}}\" ~ 1{chain} }}}}"),
            format!("{{{{ {{\"a\": {{}}}}{chain} }}}}"),
            format!("{{% raw %}}{{#{{% endraw %}}{{{{ 1{chain} }}}}#}}"),
            format!("{{%- raw -%}}{{{{ '{{%+ endraw %}}{{{{ 1{chain} }}}}' }}}}"),
            format!("{{# {{% raw %}} #}}{{{{ 1{chain} }}}}{{% endraw %}}"),
            format!("{{{{{{ 1{chain}"),
        ] {
            let error = check(&hidden).expect_err(&hidden[..40]);
            assert!(error.problem.contains("太多"), "{error}");
        }
        for harmless in [
            format!("{{# 1{chain} #}}{{{{ 1 }}}}"),
            format!("{{% raw %}}{{{{ 1{chain} }}}}{{% endraw %}}"),
            format!("{{{{ '{chain}' }}}}"),
            format!("1{chain} {{ }} {{{{ 1 }}}}"),
        ] {
            check(&harmless).expect("no chain");
        }
    }
}
