package io.kguard.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonString;
import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Diagnostics as a SARIF 2.1.0 log. */
final class SarifLog {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    /** What may stand in a URI as it is, apart from letters and digits. */
    private static final String UNESCAPED = "/-._~";

    private final List<Diagnostic> diagnostics;
    private final StringBuilder json = new StringBuilder();

    SarifLog(List<Diagnostic> diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Override
    public String toString() {
        json.setLength(0);
        List<DiagnosticCode> codes =
                List.copyOf(diagnostics.stream().map(Diagnostic::code).collect(Collectors.toCollection(TreeSet::new)));
        json.append("{\n  \"$schema\": ").append(quoted(SCHEMA)).append(",\n  \"version\": \"2.1.0\",\n");
        json.append("  \"runs\": [{\n    \"tool\": {\"driver\": {\"name\": \"kguard\", \"rules\": [");
        join(codes, this::descriptor);
        json.append("]}},\n    \"columnKind\": \"utf16CodeUnits\",\n    \"results\": [");
        join(diagnostics, diagnostic -> result(diagnostic, codes.indexOf(diagnostic.code())));
        return json.append("]\n  }]\n}\n").toString();
    }

    private void descriptor(DiagnosticCode code) {
        json.append("{\"id\": ").append(quoted(code.name()));
        json.append(", \"shortDescription\": {\"text\": ").append(quoted(code.description()));
        json.append("}, \"defaultConfiguration\": {\"level\": ")
                .append(level(code))
                .append("}}");
    }

    private void result(Diagnostic diagnostic, int ruleIndex) {
        String hint = diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")";
        String message = diagnostic.message().isEmpty() ? diagnostic.code().description() : diagnostic.message();
        json.append("{\"ruleId\": ").append(quoted(diagnostic.code().name()));
        json.append(", \"ruleIndex\": ").append(ruleIndex);
        json.append(", \"level\": ").append(level(diagnostic.code()));
        json.append(", \"message\": {\"text\": ")
                .append(quoted(literal(message + hint)))
                .append("},\n       \"locations\": [{");
        physicalLocation(diagnostic.position());
        List<Location> logical = diagnostic.locations().stream()
                .filter(location -> !location.name().isEmpty())
                .toList();
        if (!logical.isEmpty()) {
            json.append(", \"logicalLocations\": [");
            join(
                    logical,
                    location -> json.append("{\"name\": ")
                            .append(quoted(location.name()))
                            .append(", \"kind\": ")
                            .append(quoted(location.kind().label()))
                            .append('}'));
            json.append(']');
        }
        json.append("}]}");
    }

    private void physicalLocation(Position position) {
        json.append("\"physicalLocation\": {\"artifactLocation\": {\"uri\": ").append(quoted(uri(position.file())));
        json.append("}, \"region\": {\"startLine\": ").append(position.line());
        json.append(", \"startColumn\": ").append(position.column()).append("}}");
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
        return code.severity() == Severity.ERROR ? "\"error\"" : "\"warning\"";
    }

    private <T> void join(Collection<T> items, Consumer<T> writer) {
        boolean first = true;
        for (T item : items) {
            json.append(first ? "\n      " : ",\n      ");
            first = false;
            writer.accept(item);
        }
    }

    /** A message that stands for itself: braces alone would be the place of an argument. */
    private static String literal(String message) {
        return message.replace("{", "{{").replace("}", "}}");
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        JsonString.append(out, text);
        return out.toString();
    }
}
