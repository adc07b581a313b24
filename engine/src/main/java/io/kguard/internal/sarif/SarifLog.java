// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sarif;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonWriter;
import io.kguard.internal.file.Sha256;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Findings as a SARIF 2.1.0 log. */
public final class SarifLog {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    /** The characters that a URI may contain unescaped, apart from letters and digits. */
    private static final String UNESCAPED = "/-._~";

    private static final String DOCUMENTATION = "https://github.com/kguard/kguard/blob/main/docs/";
    /** A fingerprint by which a code host knows a finding again, whatever lines stand before it. */
    private static final String FINGERPRINT = "kguard/v1";

    private SarifLog() {}

    /**
     * The log.
     *
     * @param rules the kinds of the findings
     */
    public static String of(List<SarifRule> rules, List<SarifResult> results) {
        JsonWriter json = JsonWriter.spaced().object();
        json.line(2).member("$schema", SCHEMA);
        json.line(2).member("version", "2.1.0");
        json.line(2).key("runs").array().object();
        json.line(4).key("tool").object().key("driver").object().member("name", "kguard");
        json.key("rules").array();
        rules.forEach(rule -> descriptor(json.line(6), rule));
        json.end().end().end();
        json.line(4).member("columnKind", "utf16CodeUnits");
        json.line(4).key("results").array();
        Map<String, Integer> seen = new HashMap<>();
        for (SarifResult result : results) {
            int nth = seen.merge(result.identity(), 1, Integer::sum);
            result(json.line(6), result, rules.indexOf(result.rule()), nth);
        }
        return json.end().line(2).end().end().line(0).end().json() + "\n";
    }

    private static void descriptor(JsonWriter json, SarifRule rule) {
        json.object().member("id", rule.id());
        json.key("shortDescription").object().member("text", rule.description()).end();
        if (!rule.help().isEmpty()) {
            json.member("helpUri", DOCUMENTATION + rule.help());
        }
        json.key("defaultConfiguration").object().member("level", rule.level()).end();
        json.end();
    }

    private static void result(JsonWriter json, SarifResult result, int ruleIndex, int nth) {
        json.object().member("ruleId", result.rule().id());
        json.member("ruleIndex", ruleIndex).member("level", result.rule().level());
        json.key("message").object().member("text", literal(result.message())).end();
        json.line(7).key("locations").array().object();
        physicalLocation(json, result);
        logicalLocations(json, result.elements());
        json.end().end();
        json.line(7).key("partialFingerprints").object();
        json.member(
                FINGERPRINT,
                Sha256.of((result.identity() + "\n" + nth).getBytes(UTF_8)).substring(0, 32));
        json.end();
        if (!result.ignored().isEmpty()) {
            json.line(7).key("suppressions").array().object().member("kind", "inSource");
            json.member("justification", result.ignored()).end().end();
        }
        json.end();
    }

    private static void physicalLocation(JsonWriter json, SarifResult result) {
        json.key("physicalLocation").object();
        json.key("artifactLocation")
                .object()
                .member("uri", uri(result.place().file()))
                .end();
        json.key("region").object();
        json.member("startLine", result.place().line())
                .member("startColumn", result.place().column());
        json.end().end();
    }

    private static void logicalLocations(JsonWriter json, List<SarifResult.Element> elements) {
        if (!elements.isEmpty()) {
            json.key("logicalLocations").array();
            for (SarifResult.Element element : elements) {
                json.line(6).object().member("name", element.name());
                json.member("kind", element.kind()).end();
            }
            json.end();
        }
    }

    private static String uri(String file) {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            return path.toUri().toString();
        }
        StringBuilder uri = new StringBuilder();
        for (byte b : file.replace(File.separatorChar, '/').getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append(String.format("%%%02X", (int) c));
            }
        }
        return uri.toString();
    }

    /** Escapes a message: braces would mark arguments. */
    private static String literal(String message) {
        return message.replace("{", "{{").replace("}", "}}");
    }

    /**
     * A finding at a position in a file.
     *
     * @param rule the kind of finding
     * @param message what is wrong
     * @param place where it is
     * @param elements the elements of the file that it is in, from the outside inwards
     * @param ignored why it is right as it is, in the words of a comment in the file; empty if nobody said so
     */
    public record SarifResult(SarifRule rule, String message, Place place, List<Element> elements, String ignored) {
        /**
         * A position in a file.
         *
         * @param file the file's path; a relative one stays relative, as code hosts expect it
         * @param line from 1
         * @param column from 1
         */
        public record Place(String file, int line, int column) {}

        /**
         * An element of a file.
         *
         * @param name its name
         * @param kind what it is, such as {@code rule}
         */
        public record Element(String name, String kind) {}

        public SarifResult {
            elements = List.copyOf(elements);
        }

        /** A finding that nobody ignores. */
        public SarifResult(SarifRule rule, String message, Place place, List<Element> elements) {
            this(rule, message, place, elements, "");
        }

        /** What stays the same when lines move: the kind, the file, the elements that it is in, and the message without places. */
        String identity() {
            return String.join(
                    "\n", rule.id(), place.file(), elements.toString(), message.replaceAll(":\\d+:\\d+", ""));
        }
    }

    /**
     * A kind of finding.
     *
     * @param id its name
     * @param description what it means
     * @param level {@code error} or {@code warning}
     * @param help the page that explains it, from the documentation's root; empty if there is none
     */
    public record SarifRule(String id, String description, String level, String help) {}
}
