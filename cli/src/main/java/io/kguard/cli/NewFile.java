// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.diagnostic.KguardException;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.FileName;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.goal.Ending;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.tool.catalogue.LocalRules;
import io.kguard.internal.tool.catalogue.ScenarioCopy;
import io.kguard.internal.tool.derive.DerivedScenario;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code new}: files to begin with. They load and pass as they are. */
final class NewFile {
    static final String COMMAND = "new";
    static final String SUMMARY = "Writes a rule, a scenario, local rules or a whole project to begin with.";

    private static final String RULE = "rule";
    private static final String SCENARIO = "scenario";
    private static final String PROJECT = "project";
    private static final String LOCAL_RULES = "local-rules";
    private static final String LOCAL_FILE = "local_rules.yaml";
    private static final String RULES_FOLDER = "src/kguard/rules";
    private static final String SCENARIOS_FOLDER = "src/kguard/scenarios";
    private static final String LIKE = "--like";
    private static final String OF_RULE = "--rule";
    private static final String RULES = "--rules";
    private static final String EXAMPLE = "Password hashes read in a container";
    private static final String EXAMPLE_ID = "password-hashes-read";

    /** What is said to whom names nothing. */
    private static final Map<String, String> EXAMPLES = Map.of(
            RULE, "the rule's name: kguard new rule \"Shell in a container\"",
            SCENARIO, "the scenario's id: kguard new scenario shell-in-container",
            PROJECT, "the new folder: kguard new project my-rules");

    private NewFile() {}

    static CommandLine command() {
        CommandSpec spec = CommandSpec.create().name("kguard " + COMMAND);
        spec.usageMessage().description(SUMMARY);
        spec.addOption(Commands.help());
        spec.addSubcommand(RULE, kind("NAME", "Writes a rule.", "The name of the rule.", RULES_FOLDER, false));
        spec.addSubcommand(
                SCENARIO,
                kind("ID", "Writes an attack and its benign twin.", "The id of the scenario.", SCENARIOS_FOLDER, true));
        CommandSpec project = CommandSpec.create();
        project.usageMessage()
                .description(
                        "Writes a folder with a rule, and an attack that fires it. kguard verify passes there as root.");
        project.addPositional(argument("FOLDER", "The new folder."));
        project.addOption(Commands.help());
        spec.addSubcommand(PROJECT, project);
        spec.addSubcommand(LOCAL_RULES, localRules());
        return Commands.of(spec);
    }

    private static CommandSpec kind(String label, String what, String meaning, String folder, boolean ofRule) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(what);
        spec.addPositional(argument(label, meaning));
        spec.addOption(option("--into", "FOLDER", "The folder for the file. Default: " + folder + "."));
        if (ofRule) {
            spec.addOption(option(
                    OF_RULE,
                    "NAME",
                    "The rule that must fire: the act is derived from its condition. Default: an attack on \"" + EXAMPLE
                            + "\"."));
            spec.addOption(
                    option(RULES, "FILE,...", "The rule files that have the rule. Default: " + RULES_FOLDER + "."));
            spec.addOption(option(LIKE, "ID", "A scenario of the catalogue to copy, with the files that it names."));
        }
        spec.addOption(Commands.help());
        return spec;
    }

    private static CommandSpec localRules() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Writes a rule file with the settings that the rules wait for, as kguard's scenarios need them.");
        spec.addOption(option(
                "--into", "FOLDER", "The folder for " + LOCAL_FILE + ". Default: the folder of the last rule file."));
        spec.addOption(option(RULES, "FILE,...", "The rule files. Default: " + RULES_FOLDER + "."));
        spec.addOption(Commands.help());
        return spec;
    }

    private static OptionSpec option(String name, String label, String meaning) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(meaning)
                .build();
    }

    private static PositionalParamSpec argument(String label, String meaning) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index("0")
                .arity("1")
                .type(String.class)
                .description(meaning)
                .build();
    }

    /**
     * Writes what the arguments ask for.
     *
     * @param folder where relative paths start
     * @throws KguardException if rules or scenarios do not load
     * @throws IOException if a file can't be read
     */
    static Ending run(ParseResult parsed, Path folder, PrintStream out) throws IOException {
        if (!parsed.hasSubcommand()) {
            throw new IllegalArgumentException("kguard new needs to know what: rule, scenario, local-rules or project");
        }
        ParseResult what = parsed.subcommand();
        String kind = what.commandSpec().name();
        if (kind.equals(LOCAL_RULES)) {
            return writeLocalRules(what, folder, out);
        }
        String name = what.matchedPositionalValue(0, "");
        if (name.isBlank()) {
            throw new IllegalArgumentException("kguard new " + kind + " needs " + EXAMPLES.get(kind));
        }
        Map<Path, byte[]> files = new LinkedHashMap<>();
        String next;
        switch (kind) {
            case RULE -> {
                Path into = folder.resolve(what.matchedOptionValue("--into", RULES_FOLDER));
                files.put(into.resolve(id(name) + ".yaml"), bytes(rule(name)));
                next = "Next: kguard new scenario " + id(name) + " --rule \"" + name + "\"";
            }
            case SCENARIO -> {
                Path into = folder.resolve(what.matchedOptionValue("--into", SCENARIOS_FOLDER));
                next = "Next: kguard verify, as root";
                if (what.hasMatchedOption(LIKE)) {
                    files.putAll(copy(what, id(name), folder, into));
                } else if (what.hasMatchedOption(OF_RULE)) {
                    DerivedScenario derived = derived(what, id(name), folder);
                    if (!derived.problem().isEmpty()) {
                        return new Ending(Ending.Kind.NOT_JUDGED, derived.problem(), null);
                    }
                    files.put(into.resolve(id(name) + ".yaml"), bytes(derived.text()));
                    next = "Next: kguard verify";
                } else {
                    files.put(into.resolve(id(name) + ".yaml"), bytes(scenario(id(name), EXAMPLE)));
                }
            }
            default -> {
                Path project = folder.resolve(name);
                files.put(project.resolve(RULES_FOLDER).resolve(EXAMPLE_ID + ".yaml"), bytes(rule(EXAMPLE)));
                files.put(
                        project.resolve(SCENARIOS_FOLDER).resolve(EXAMPLE_ID + ".yaml"),
                        bytes(scenario(EXAMPLE_ID, EXAMPLE)));
                files.put(project.resolve(".gitignore"), bytes("target/\n"));
                next = project.toAbsolutePath()
                                .normalize()
                                .equals(folder.toAbsolutePath().normalize())
                        ? "Next: kguard verify, as root"
                        : "Next: cd " + project + ", then kguard verify, as root";
            }
        }
        return write(files, next, out);
    }

    /** The rule files are those of the option, or else the project's own. */
    private static DerivedScenario derived(ParseResult what, String id, Path folder) throws IOException {
        return DerivedScenario.of(ruleFiles(what, folder), what.matchedOptionValue(OF_RULE, ""), id);
    }

    private static List<Path> ruleFiles(ParseResult what, Path folder) {
        if (what.hasMatchedOption(RULES)) {
            return Stream.of(what.matchedOptionValue(RULES, "").split(","))
                    .map(folder::resolve)
                    .toList();
        }
        Path own = folder.resolve(RULES_FOLDER);
        if (!Files.isDirectory(own)) {
            throw new IllegalArgumentException(
                    "there are no rules: " + own + " does not exist. Name rule files with " + RULES + "=A,B");
        }
        return List.of(own);
    }

    /** Writes the settings that the rules wait for, of which the scenarios of the catalogue and the project's own know. */
    private static Ending writeLocalRules(ParseResult what, Path folder, PrintStream out) throws IOException {
        List<Path> rules = ruleFiles(what, folder);
        Path last = rules.get(rules.size() - 1);
        Path beside = Files.isDirectory(last) || last.getParent() == null ? last : last.getParent();
        Path into = what.hasMatchedOption("--into")
                ? folder.resolve(what.matchedOptionValue("--into", ""))
                : Files.isDirectory(beside) ? beside : folder;
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(rules).orThrow();
        Optional<String> text = LocalRules.of(loaded, catalogue(folder));
        if (text.isEmpty()) {
            out.println("The rules wait for no settings, and nothing was written.");
            return Ending.PASSED;
        }
        Path file = into.resolve(LOCAL_FILE);
        String next = rules.size() == 1 && Files.isDirectory(rules.get(0))
                ? "Next: put in what is so in your clusters, then kguard verify"
                : "Next: put in what is so in your clusters, then kguard verify " + RULES + " "
                        + Stream.concat(rules.stream(), Stream.of(file))
                                .map(Path::toString)
                                .collect(Collectors.joining(","));
        return write(Map.of(file, bytes(text.get())), next, out);
    }

    private static Map<Path, byte[]> copy(ParseResult what, String id, Path folder, Path into) {
        if (what.hasMatchedOption(OF_RULE)) {
            throw new IllegalArgumentException(LIKE + " copies the rules of a scenario, too: leave out --rule");
        }
        try {
            return ScenarioCopy.of(catalogue(folder), what.matchedOptionValue(LIKE, ""), id, into);
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the scenario can't be copied: " + FileFault.of(e), e);
        }
    }

    /** The scenarios of the catalogue, and the project's own. */
    private static ScenarioCatalogue catalogue(Path folder) throws IOException {
        Path own = folder.resolve(SCENARIOS_FOLDER);
        return ScenarioCatalogue.load(NewFile.class.getClassLoader(), isEmpty(own) ? List.of() : List.of(own));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Ending write(Map<Path, byte[]> files, String next, PrintStream out) {
        for (Path file : files.keySet()) {
            if (Files.exists(file)) {
                return new Ending(Ending.Kind.NOT_JUDGED, file + " exists, and nothing was written", null);
            }
        }
        try {
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                WholeFile.write(file.getKey(), file.getValue());
                out.println("New: " + ConsoleText.of(file.getKey().toString()));
            }
        } catch (IOException e) {
            return new Ending(Ending.Kind.NOT_JUDGED, "the file can't be written: " + FileFault.of(e), e);
        }
        out.println(ConsoleText.of(next));
        return Ending.PASSED;
    }

    private static String id(String name) {
        String id = FileName.of(name);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" has no letter or digit to name a file by");
        }
        return id;
    }

    private static String rule(String name) {
        return text("rule.yaml").replace("NAME", quoted(name));
    }

    private static String scenario(String id, String rule) {
        return text("scenario.yaml").replace("ID", id).replace("RULE", quoted(rule));
    }

    /** A name in double quotes, in which YAML has two special characters. */
    private static String quoted(String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a name is one line of text");
        }
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A text in the jar, beside this class. */
    private static String text(String name) {
        try (InputStream in = NewFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
