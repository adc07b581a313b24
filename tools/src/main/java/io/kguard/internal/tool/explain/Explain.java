// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.catalogue.ScenarioText;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what a name is: a code of a finding, a field of Falco's language or a scenario.
 *
 * @param sources the sources of events that are known
 * @param version the Falco whose language it is
 * @param scenarios the scenarios; they are read only if the name is nothing else
 */
public record Explain(EventSources sources, FalcoVersion version, Scenarios scenarios) {
    private static final String PAGE = "lint.md";

    /** Reads the scenarios. */
    public interface Scenarios {
        /**
         * Reads them.
         *
         * @throws io.kguard.scenario.ScenarioException if they do not load
         */
        ScenarioCatalogue load() throws IOException;
    }

    /** The name is the name of nothing; the message says which one is near. */
    public static final class UnknownName extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownName(String message) {
            super(message);
        }
    }

    /**
     * What is known of a name.
     *
     * @throws UnknownName if nothing is
     * @throws io.kguard.scenario.ScenarioException if the scenarios do not load
     */
    public String of(String name) throws IOException, UnknownName {
        Set<String> known = new TreeSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            known.add(code.name());
            if (code.name().equalsIgnoreCase(name)) {
                return code(code);
            }
        }
        KnownFields fields = new KnownFields(sources, version);
        Optional<KnownFields.Named> field = fields.find(name);
        if (field.isPresent()) {
            return FieldTopic.of(field.get());
        }
        known.addAll(fields.names());
        ScenarioCatalogue catalogue = scenarios.load();
        if (catalogue.find(name).isPresent()) {
            return ScenarioText.of(catalogue, name);
        }
        catalogue.scenarios().stream().map(Scenario::id).forEach(known::add);
        String near = Nearest.of(name, known);
        throw new UnknownName("\"" + name + "\" is no code of lint, no field and no scenario"
                + (near == null
                        ? ". Codes are in what lint prints; kguard scenarios lists the scenarios"
                        : "; did you mean " + near + "?"));
    }

    /** The section of a code in the page of what lint finds, which the jar has. */
    private static String code(DiagnosticCode code) {
        List<String> lines = text(PAGE)
                .lines()
                .dropWhile(line -> !line.equals("### " + code.name()))
                .skip(1)
                .takeWhile(line -> !line.startsWith("### "))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalStateException(PAGE + " has no section about " + code);
        }
        return code.name() + "\n\n" + String.join("\n", lines).strip();
    }

    /** A text in the jar, beside this class. */
    private static String text(String name) {
        try (InputStream in = Explain.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
