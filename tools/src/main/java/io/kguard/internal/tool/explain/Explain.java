// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.catalogue.ScenarioText;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what a name is that rules, findings and scenarios have. */
public final class Explain {
    private static final String PAGE = "lint.md";

    /** Reads the scenarios, if a name needs them. */
    public interface Scenarios {
        /**
         * Reads them.
         *
         * @throws io.kguard.scenario.ScenarioException if they do not load
         */
        ScenarioCatalogue load() throws IOException;
    }

    /** Loads the rules, if a name may be of them. */
    public interface Rules {
        /** Loads them; empty if there are no rule files. */
        Optional<LoadResult> load() throws IOException;
    }

    /** Nothing has this name; the message says which ones are near. */
    public static final class UnknownName extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownName(String message) {
            super(message);
        }
    }

    private final KnownFields fields;
    private final FalcoVersion version;
    private final Rules rules;
    private final Scenarios scenarios;

    /**
     * Explains names.
     *
     * @param sources the sources of events that are known
     * @param version the Falco whose language it is
     */
    public Explain(EventSources sources, FalcoVersion version, Rules rules, Scenarios scenarios) {
        this.fields = new KnownFields(sources, version);
        this.version = version;
        this.rules = rules;
        this.scenarios = scenarios;
    }

    /** The names of one word that need no rule file: codes, fields, event types, operators and transformers. */
    public static List<String> names() {
        Stream<String> words = Word.all().stream().map(Word::name);
        Stream<String> codes = Arrays.stream(DiagnosticCode.values()).map(Enum::name);
        Stream<String> fields = new KnownFields(EventSources.BUILT_IN, FalcoVersion.CURRENT).current().stream();
        return Stream.of(codes, fields, EventTopic.names(FalcoVersion.CURRENT).stream(), words)
                .flatMap(some -> some)
                .filter(name -> name.matches("[A-Za-z0-9_.]+"))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * What is known of a name. All that has this name is told.
     *
     * @throws UnknownName if nothing has it
     * @throws io.kguard.diagnostic.KguardException if the rules or the scenarios do not load, and nothing else has it
     */
    public String of(String name) throws IOException, UnknownName {
        for (DiagnosticCode code : DiagnosticCode.values()) {
            if (code.name().equalsIgnoreCase(name)) {
                return code(code);
            }
        }
        Optional<KnownFields.Named> field = fields.find(name);
        if (field.isPresent()) {
            checkArgument(field.get());
            return FieldTopic.of(field.get());
        }
        if (Word.isOfLanguage(name)) {
            return Word.topics(name).collect(Collectors.joining("\n\n"));
        }
        List<String> topics = new ArrayList<>(Word.topics(name).toList());
        EventTopic.of(name, version).ifPresent(topics::add);
        Optional<LoadResult> loaded = rules.load();
        boolean isBroken = loaded.isPresent() && !loaded.get().isSuccessful();
        if (loaded.isPresent() && !isBroken) {
            topics.addAll(ofRules(name, new RuleTopics(loaded.get(), fields)));
        }
        if (topics.isEmpty()) {
            ScenarioCatalogue catalogue = scenarios.load();
            List<Rule> known =
                    isBroken ? List.of() : loaded.map(LoadResult::rules).orElse(List.of());
            ofScenarios(name, catalogue, known).ifPresent(topics::add);
            if (topics.isEmpty()) {
                loaded.ifPresent(LoadResult::orThrow);
                throw new UnknownName(
                        NearNames.of(fields, version, catalogue, loaded).message(name));
            }
        }
        if (isBroken) {
            topics.add("The rules do not load, and were not looked at: kguard lint says why.");
        }
        return String.join("\n\n", topics);
    }

    private List<String> ofRules(String name, RuleTopics rules) throws IOException {
        List<String> topics = new ArrayList<>();
        rules.macro(name).ifPresent(topics::add);
        rules.list(name).ifPresent(topics::add);
        Optional<Rule> rule = rules.rule(name);
        if (rule.isPresent()) {
            topics.add(rules.of(rule.get(), scenarios.load().scenarios()));
        }
        return topics;
    }

    private static Optional<String> ofScenarios(String name, ScenarioCatalogue catalogue, List<Rule> rules) {
        String technique = name.toUpperCase(Locale.ROOT);
        if (TechniqueTopic.isTechnique(technique)) {
            return Optional.of(TechniqueTopic.of(technique, catalogue.scenarios(), rules));
        }
        return catalogue.find(name).map(scenario -> ScenarioText.of(catalogue, name));
    }

    /** An argument of an event that no event has is a mistake of its own. */
    private void checkArgument(KnownFields.Named field) throws UnknownName {
        String argument = field.argument();
        if (argument != null
                && field.definition().name().matches("evt\\.(raw)?arg")
                && !argument.matches("\\d+")
                && !EventTopic.arguments(version).contains(argument)) {
            throw new UnknownName(NearNames.ofArgument(argument, EventTopic.arguments(version)));
        }
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
