// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonWriter;
import io.kguard.rule.Diagnostic;
import io.kguard.rule.DiagnosticCode;
import io.kguard.rule.Location;
import io.kguard.rule.Position;
import io.kguard.rule.Severity;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Diagnostics as a SARIF 2.1.0 log. */
final class SarifLog {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    /** The characters that a URI may contain unescaped, apart from letters and digits. */
    private static final String UNESCAPED = "/-._~";

    private final List<Diagnostic> diagnostics;

    SarifLog(List<Diagnostic> diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Override
    public String toString() {
        List<DiagnosticCode> codes =
                List.copyOf(diagnostics.stream().map(Diagnostic::code).collect(Collectors.toCollection(TreeSet::new)));
        JsonWriter json = JsonWriter.spaced().object();
        json.line(2).member("$schema", SCHEMA);
        json.line(2).member("version", "2.1.0");
        json.line(2).key("runs").array().object();
        json.line(4).key("tool").object().key("driver").object().member("name", "kguard");
        json.key("rules").array();
        codes.forEach(code -> descriptor(json.line(6), code));
        json.end().end().end();
        json.line(4).member("columnKind", "utf16CodeUnits");
        json.line(4).key("results").array();
        diagnostics.forEach(diagnostic -> result(json.line(6), diagnostic, codes.indexOf(diagnostic.code())));
        return json.end().line(2).end().end().line(0).end().json() + "\n";
    }

    private static void descriptor(JsonWriter json, DiagnosticCode code) {
        json.object().member("id", code.name());
        json.key("shortDescription").object().member("text", code.description()).end();
        json.key("defaultConfiguration").object().member("level", level(code)).end();
        json.end();
    }

    private static void result(JsonWriter json, Diagnostic diagnostic, int ruleIndex) {
        String hint = diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")";
        String message = diagnostic.message().isEmpty() ? diagnostic.code().description() : diagnostic.message();
        json.object().member("ruleId", diagnostic.code().name());
        json.member("ruleIndex", ruleIndex).member("level", level(diagnostic.code()));
        json.key("message").object().member("text", literal(message + hint)).end();
        json.line(7).key("locations").array().object();
        physicalLocation(json, diagnostic.position());
        logicalLocations(
                json,
                diagnostic.locations().stream()
                        .filter(location -> !location.name().isEmpty())
                        .toList());
        json.end().end().end();
    }

    private static void physicalLocation(JsonWriter json, Position position) {
        json.key("physicalLocation").object();
        json.key("artifactLocation")
                .object()
                .member("uri", uri(position.file()))
                .end();
        json.key("region").object();
        json.member("startLine", position.line()).member("startColumn", position.column());
        json.end().end();
    }

    private static void logicalLocations(JsonWriter json, List<Location> locations) {
        if (!locations.isEmpty()) {
            json.key("logicalLocations").array();
            for (Location location : locations) {
                json.line(6).object().member("name", location.name());
                json.member("kind", location.kind().label()).end();
            }
            json.end();
        }
    }

    /** Relative names stay relative, as code hosts expect them. */
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

    private static String level(DiagnosticCode code) {
        return code.severity() == Severity.ERROR ? "error" : "warning";
    }

    /** Escapes a message: braces would mark arguments. */
    private static String literal(String message) {
        return message.replace("{", "{{").replace("}", "}}");
    }
}
