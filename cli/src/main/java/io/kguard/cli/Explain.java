// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.goal.Ending;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.catalogue.ScenarioText;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code explain}: what a code of a finding, a field of Falco's language or a scenario is. */
final class Explain {
    static final String COMMAND = "explain";
    static final String SUMMARY = "Says what a code of lint, a field or a scenario is.";

    private static final String PAGE = "lint.md";

    private Explain() {}

    static CommandLine command() {
        CommandSpec spec = CommandSpec.create().name("kguard " + COMMAND);
        spec.usageMessage().description(SUMMARY);
        spec.addPositional(NewFile.argument(
                "NAME", "A code such as LINT_NEVER_TRUE, a field such as proc.name, or the id of a scenario."));
        return Commands.of(spec.addOption(Commands.help()));
    }

    /**
     * Explains what the arguments name.
     *
     * @param folder the project's folder, whose scenarios are known, too
     * @throws ScenarioException if these do not load
     * @throws IOException if a file can't be read
     */
    static Ending run(ParseResult parsed, Path folder, PrintStream out) throws IOException {
        String name = parsed.matchedPositionalValue(0, "").strip();
        Set<String> known = new TreeSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            known.add(code.name());
            if (code.name().equalsIgnoreCase(name)) {
                out.println(code(code));
                return Ending.PASSED;
            }
        }
        String field = field(name, known);
        if (!field.isEmpty()) {
            out.println(field);
            return Ending.PASSED;
        }
        ScenarioCatalogue catalogue = NewFile.catalogue(folder);
        if (catalogue.find(name).isPresent()) {
            out.println(ScenarioText.of(catalogue, name));
            return Ending.PASSED;
        }
        catalogue.scenarios().stream().map(Scenario::id).forEach(known::add);
        String near = Nearest.of(name, known);
        return new Ending(
                Ending.Kind.WRONG_USE,
                "\"" + name + "\" is no code of lint, no field and no scenario"
                        + (near == null
                                ? ". Codes are in what lint prints; kguard scenarios lists the scenarios"
                                : "; did you mean " + near + "?"),
                null);
    }

    /** The section of a code in the page of what lint finds, which the jar has. */
    private static String code(DiagnosticCode code) {
        List<String> lines = NewFile.text(PAGE)
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

    /** What is known of a field; empty if no source has it. An argument is left out of its name. */
    private static String field(String name, Set<String> known) {
        String bare = name.replaceFirst("^%", "").replaceFirst("\\[.*", "").toLowerCase(Locale.ROOT);
        List<String> sources = new ArrayList<>();
        FieldDefinition found = null;
        for (EventSource source : EventSources.BUILT_IN.all()) {
            FieldCatalogue catalogue = FieldCatalogue.of(EventSources.BUILT_IN, source, FalcoVersion.CURRENT);
            catalogue.definitions().stream().map(FieldDefinition::name).forEach(known::add);
            FieldDefinition definition = catalogue.definition(bare);
            if (definition != null) {
                sources.add(source.toString());
                found = found == null ? definition : found;
            }
        }
        return found == null ? "" : FieldSentences.of(found, sources);
    }
}
