// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.field.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The parser reads what yaml-cpp reads, the version that Falco has had since 0.40. {@code yaml-cpp.tsv} has texts and what
 * {@code YAML::LoadAll} makes of each: written by hand, and damaged at random.
 */
class YamlParserTest {
    private static final Path CASES = Path.of("src/test/resources/io/kguard/rule/yaml-cpp.tsv");

    @Test
    void itReadsWhatFalcosParserReads() throws IOException {
        List<String> differences = new ArrayList<>();
        List<String> cases = Files.readAllLines(CASES, US_ASCII);
        for (String line : cases) {
            String[] columns = line.split("\t", -1);
            String read = read(bytes(columns[0]));
            if (!read.equals(columns[1])) {
                differences.add(columns[0] + "\n  Falco:  " + columns[1] + "\n  kguard: " + read);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(450).anyMatch(line -> line.contains("\t!"));
    }

    @Test
    void behindAnEmptyDocumentFalcoReadsNothing() {
        YamlParser.Documents documents = YamlParser.documents("a: b\n---\n# nothing\n---\nc: d\n");
        assertThat(documents.documents()).hasSize(2);
        assertThat(documents.read()).isEqualTo(1);
        assertThat(documents.end()).isEqualTo("a: b\n---\n# nothing\n---\n".length());

        YamlParser.Documents harmless = YamlParser.documents("a: b\n---\n---\n# nothing\n");
        assertThat(harmless.read()).isEqualTo(1);
        assertThat(harmless.end()).isEqualTo("a: b\n---\n---\n# nothing\n".length());
    }

    /** Falco's parser makes an endless value of it. */
    @Test
    void aValueMayNotHoldItself() {
        assertThatThrownBy(() -> YamlParser.documents("&a [*a]"))
                .isInstanceOf(YamlException.class)
                .hasMessage("a value holds itself: *a");
    }

    @Test
    void eachCharacterKnowsWhereItIsWritten() {
        String text = "a: \"x\\u00e9\\ty\n  z\"\nb: &n >\n  one\n  two\n";
        List<YamlContent.Entry> entries =
                ((YamlContent.Mapping) YamlParser.documents(text).documents().get(0)).entries();

        YamlContent.Text quoted = (YamlContent.Text) entries.get(0).value();
        assertThat(quoted.value()).isEqualTo("x\u00e9\ty z");
        assertThat(written(text, quoted)).isEqualTo("x\\\\y\nz");
        assertThat(text.substring(quoted.start(), quoted.end())).isEqualTo("\"x\\u00e9\\ty\n  z\"");
        YamlContent.Text folded = (YamlContent.Text) entries.get(1).value();
        assertThat(folded.value()).isEqualTo("one two\n");
        assertThat(written(text, folded)).isEqualTo("one\ntwo\n");
        assertThat(text.substring(folded.start(), folded.end())).isEqualTo("&n >\n  one\n  two\n");
    }

    private static String written(String text, YamlContent.Text value) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < value.value().length(); i++) {
            written.append(text.charAt(value.origin(i)));
        }
        return written.toString();
    }

    private static String read(byte[] bytes) {
        try {
            YamlParser.Documents documents = YamlParser.documents(YamlEncoding.decode(bytes));
            return documents.documents().subList(0, documents.read()).stream()
                    .map(document -> shown(document) + ";")
                    .collect(Collectors.joining());
        } catch (YamlException e) {
            return "! " + escaped(String.valueOf(e.getMessage()).getBytes(ISO_8859_1));
        }
    }

    private static String shown(YamlContent content) {
        if (content instanceof YamlContent.Text text) {
            byte[] bytes = Texts.toBytes(text.value()).getBytes(ISO_8859_1);
            return "'" + escaped(bytes).replace("'", "\\x27") + "'";
        } else if (content instanceof YamlContent.Sequence sequence) {
            return shown("[", sequence.values().stream().map(YamlParserTest::shown), "]");
        } else if (content instanceof YamlContent.Mapping mapping) {
            return shown(
                    "{", mapping.entries().stream().map(entry -> shown(entry.key()) + ":" + shown(entry.value())), "}");
        }
        return "~";
    }

    private static String shown(String open, Stream<String> values, String close) {
        return values.map(value -> value + ",").collect(Collectors.joining("", open, close));
    }

    private static String escaped(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            switch (b) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\\' -> out.append("\\\\");
                default -> out.append(b >= ' ' && b < 0x7f ? (char) b : String.format("\\x%02x", b));
            }
        }
        return out.toString();
    }

    private static byte[] bytes(String escaped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            c = escaped.charAt(++i);
            switch (c) {
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case 'r' -> out.write('\r');
                case 'x' -> {
                    out.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> out.write(c);
            }
        }
        return out.toByteArray();
    }
}
