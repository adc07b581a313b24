// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.image.BuiltInContent;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.internal.verify.CheckDigests;
import io.kguard.internal.verify.ScenarioFiles;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of checks in a {@link MutationHistory}: digests of what decides which mutants of a rule a check notices. That is all that
 * {@link CheckDigests} has of the project, kguard itself, the kernel, how containers are run, the mutants, and the programs of this
 * machine that are in the images. A check whose scenario has another image of this machine has no key.
 */
record MutationKeys(
        String surroundings,
        CheckDigests digests,
        Map<String, String> mutants,
        VerifyOptions options,
        BuiltInContent images) {
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
                .add(rules.options().matching().toString());
        Map<String, String> keys = new HashMap<>();
        mutants.forEach((rule, changed) -> {
            Digest key = new Digest();
            changed.forEach(mutant ->
                    key.add(ConditionPrinter.printExpanded(mutant.condition().source())));
            keys.put(rule, key.hex());
        });
        BuiltInContent images = new BuiltInContent(options.simulator().sandbox().imageCache());
        return new MutationKeys(surroundings.hex(), CheckDigests.of(options, rules), keys, options, images);
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
        String rule = mutants.get(expectation.rule());
        Optional<String> programs = programs(scenario);
        return rule == null || programs.isEmpty()
                ? Optional.empty()
                : digests.of(scenario, expectation)
                        .map(digest -> new Digest()
                                .add(surroundings)
                                .add(rule)
                                .add(digest)
                                .add(programs.get())
                                .hex());
    }

    /** What is in the images of a scenario; empty if that is not known. */
    private Optional<String> programs(Scenario scenario) {
        Digest all = new Digest();
        for (String image : ScenarioFiles.of(scenario, options).images()) {
            Optional<String> content = images.of(image);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            all.add(content.get());
        }
        return Optional.of(all.hex());
    }
}
