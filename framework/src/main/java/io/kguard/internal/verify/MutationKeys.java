// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.ConditionPrinter;
import io.kguard.internal.mutation.Mutant;
import io.kguard.internal.mutation.Mutator;
import io.kguard.internal.shard.Digest;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.sensor.Sensor;
import io.kguard.simulation.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of checks in a {@link MutationHistory}: digests of what decides which mutants of a rule a check notices. That is kguard
 * itself, the kernel and how containers are run, the rule and those that may take its events, its mutants, the event types that are
 * recorded, the scenario's file and recording, and what is expected.
 *
 * <p>What an image is by name, and which programs the machine has, is not part of it. A scenario with an image in a file has no key.
 */
final class MutationKeys {
    private static final Pattern IMAGE_IN_FILE = Pattern.compile("\\b(?:rootfs|oci|docker-archive|docker-daemon):");

    private final String surroundings;
    private final Map<String, String> rules;
    private final Map<Path, String> contents = new HashMap<>();

    private MutationKeys(String surroundings, Map<String, String> rules) {
        this.surroundings = surroundings;
        this.rules = rules;
    }

    /**
     * Keys for the checks of some rules.
     *
     * @param mutants the mutants of each rule that has a check
     * @throws IOException if kguard's own files can't be read
     */
    static MutationKeys of(VerifyOptions options, RuleSet rules, Map<String, List<Mutant>> mutants) throws IOException {
        Digest surroundings = new Digest();
        for (Class<?> type : List.of(Mutator.class, Sensor.class, Simulator.class)) {
            surroundings.add(place(type));
        }
        surroundings
                .add(System.getProperty("os.version", ""))
                .add(System.getProperty("os.arch", ""))
                .add(options.simulator().sandbox().runtime().toString())
                .add(options.falco().toString())
                .add(rules.options().matching().toString())
                .add(rules.eventCodes().toString());
        Map<String, String> bases = RuleChanges.fingerprints(rules);
        Map<String, String> keys = new HashMap<>();
        mutants.forEach((rule, changed) -> {
            Digest key = new Digest().add(bases.getOrDefault(rule, ""));
            changed.forEach(mutant ->
                    key.add(ConditionPrinter.printExpanded(mutant.condition().source())));
            keys.put(rule, key.hex());
        });
        return new MutationKeys(surroundings.hex(), keys);
    }

    /**
     * The jar or folder that a class is from. Its code source does not tell it: the JVM leaves that out for a class that it kept from an
     * earlier start.
     */
    private static Path place(Class<?> type) throws IOException {
        String name = "/" + type.getName().replace('.', '/') + ".class";
        URL file = type.getResource(name);
        String place = file == null ? "" : file.toString();
        if (!place.endsWith(name)) {
            throw new IOException("nothing tells which version " + type.getName() + " has");
        }
        String folder = place.substring(0, place.length() - name.length());
        String jar = folder.startsWith("jar:") ? folder.substring("jar:".length(), folder.length() - 1) : folder;
        return Path.of(URI.create(jar));
    }

    /** The key of a check; empty if some of what it depends on is not known. */
    Optional<String> of(Scenario scenario, Expectation expectation) {
        String rule = rules.get(expectation.rule());
        try {
            Path file = file(scenario);
            if (rule == null || file == null) {
                return Optional.empty();
            }
            Digest key = new Digest()
                    .add(surroundings)
                    .add(rule)
                    .add(scenario.id())
                    .add(scenario.origin().toString())
                    .add(content(file))
                    .add(expectation.toString());
            Recording recording = scenario.recording();
            if (recording != null) {
                key.add(recording.toString()).add(content(recording.file()));
            }
            return Optional.of(key.hex());
        } catch (IOException e) {
            return Optional.empty(); // it is played, and that says what is wrong
        }
    }

    /** The file or the jar that a scenario is from; null if there is none, or if files count that can't be told from it. */
    private static @Nullable Path file(Scenario scenario) throws IOException {
        String name = scenario.origin().file();
        int inJar = name.indexOf('!');
        Path file = Path.of(inJar < 0 ? name : name.substring(0, inJar));
        if (!Files.isRegularFile(file)) {
            return null; // a scenario in Java
        }
        return inJar < 0
                        && IMAGE_IN_FILE
                                .matcher(Files.readString(file, ISO_8859_1))
                                .find()
                ? null
                : file;
    }

    private String content(Path file) throws IOException {
        String known = contents.get(file);
        if (known == null) {
            known = new Digest().add(file).hex();
            contents.put(file, known);
        }
        return known;
    }
}
