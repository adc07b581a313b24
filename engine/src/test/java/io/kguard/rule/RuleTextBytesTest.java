// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule files that are no UTF-8, or hold what few files hold, load as in Falco. */
class RuleTextBytesTest {
    private static final String RULE = """
            - rule: caf\u00e9
              desc: "\u00e9 a\\/b"
              condition: evt.type = open and fd.name = "/caf\u00e9"
              output: "\u00e9 %fd.name"
              priority: INFO
              tags: [\u00e9]
            """;

    @Test
    void latinOneKeepsItsBytes() {
        Rule rule = only(load(RULE.getBytes(ISO_8859_1)));

        assertThat(rule.name()).isEqualTo("caf\uFFFD");
        assertThat(rule.description()).isEqualTo("\uFFFD a/b");
        assertThat(rule.tags()).containsExactly("\uFFFD");
        assertThat(rule.output()).isEqualTo("\uFFFD %fd.name");
        assertThat(rule.condition().toString()).contains("/caf\udce9");
    }

    @Test
    void utf16IsDecoded() {
        Rule rule = only(load(("\uFEFF" + RULE).getBytes(UTF_16LE)));

        assertThat(rule.name()).isEqualTo("caf\u00e9");
        assertThat(rule.position().toString()).contains("1:3");
        assertThat(only(load(RULE.getBytes(UTF_16LE))).name()).isEqualTo("caf\u00e9");
    }

    @Test
    void controlCharactersAreCharacters() {
        LoadResult loaded = load("- list: l\n  items: [a\0/b, c\7d, \"e\0f\"]\n".getBytes(ISO_8859_1));

        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.lists().get(0).items()).containsExactly("a/b", "c\7d", "e\0f");
    }

    @Test
    void whatStandsBehindAnEmptyDocumentIsNamed() {
        LoadResult loaded = load((RULE + "---\n# later\n---\n" + RULE.replace("caf", "bar")).getBytes(ISO_8859_1));

        assertThat(only(loaded).name()).isEqualTo("caf\uFFFD");
        assertThat(loaded.unloaded()).singleElement().satisfies(left -> {
            assertThat(left.kind()).isEqualTo(Unloaded.Kind.FILE);
            assertThat(left.name()).isEqualTo("r.yaml:10");
            assertThat(left.position().line()).isEqualTo(10);
        });
        assertThat(loaded.diagnostics()).extracting(Diagnostic::code).contains(DiagnosticCode.LINT_UNREAD_FILE);
    }

    private static LoadResult load(byte[] bytes) {
        return RuleLoader.of(FalcoVersion.CURRENT).loadBytes(Map.of("r.yaml", bytes));
    }

    private static Rule only(LoadResult loaded) {
        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.rules()).hasSize(1);
        return loaded.rules().get(0);
    }
}
