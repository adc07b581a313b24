// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.suite.Play;
import io.kguard.internal.suite.SuiteFile;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.Peer;
import io.kguard.workload.TextRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenario files, and suite files of Falco's event-generator, each test of which is a scenario. All mistakes of a
 * file are reported together, each with line and column.
 *
 * <p>Limits: a file has at most 256 KiB, 40 levels, 20 aliases, 200 twins and 500 values in its matrix, and what twins
 * and matrix repeat of it is at most 16 MiB; a scenario has at most 16 pods, 200 steps and 200 objects in its cluster.
 */
@API(status = API.Status.INTERNAL)
public final class ScenarioReader {
    private static final YamlFormat FORMAT = new YamlFormat(
                    "scenario",
                    "it should have scenario, title, attack, pods, steps and fires",
                    256 << 10,
                    40,
                    20,
                    20_000)
            .changedBy(SuiteFile::prepared);
    private static final int MAX_PODS = 16;
    private static final int MAX_OBJECTS = 200;
    private static final int MAX_NAMES = 100;

    /** Strings that a process reads: any byte may be in them. */
    private static final Set<String> BYTES = Set.of("stdin", "answer");

    /** Strings that a process is given or prints: they may have several lines. */
    private static final Set<String> FREE_TEXTS =
            Set.of("command", "do", "args", "output", "error", "contains", "script");

    static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

    private static final String TECHNIQUE_HINT = "name its MITRE ATT&CK techniques: attack: [T1609]";
    private static final Keys PEER = ScenarioKeys.of("peer");
    private static final Keys CLUSTER = ScenarioKeys.of("cluster");

    private final AllowedFolders folders;
    private final EventSources sources;
    private final ReactionsReader reactions;

    private ScenarioReader(AllowedFolders folders, EventSources sources) {
        this.folders = folders;
        this.sources = sources;
        this.reactions = new ReactionsReader(folders, sources);
    }

    /**
     * Reads a file.
     *
     * @return the attack, its twins if the file has any, and the attack with each value of its matrix
     * @throws ScenarioException if the file can't be read or is not a valid scenario; it lists every mistake
     */
    public static List<Scenario> read(Path file) {
        return read(file, AllowedFolders.defaults(), EventSources.BUILT_IN);
    }

    /**
     * Reads a file.
     *
     * @param granted folders from which it may use files, in addition to its own folder
     * @param sources the sources that its events may have
     * @return the attack, its twins if the file has any, and the attack with each value of its matrix
     * @throws ScenarioException if the file can't be read or is not a valid scenario; it lists every mistake
     */
    public static List<Scenario> read(Path file, AllowedFolders granted, EventSources sources) {
        if (!Files.isRegularFile(file)) {
            throw new ScenarioException(file + ": there is no such file");
        }
        try {
            return read(file.toString(), file, granted, sources, Map.of());
        } catch (OwnFolder.LeftException e) {
            throw new ScenarioException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ScenarioException(file + ": the scenario file can't be read: " + FileFault.reason(e));
        }
    }

    /**
     * Reads a string.
     *
     * @param name the name in messages, usually a path
     * @param text one YAML document
     * @return the attack, its twins if there are any, and the attack with each value of its matrix
     * @throws ScenarioException if it is not a valid scenario; it lists every mistake
     */
    public static List<Scenario> read(String name, String text) {
        return read(name, text, AllowedFolders.defaults());
    }

    static List<Scenario> read(String name, String text, AllowedFolders granted) {
        return scenarios(
                YamlDocument.of(name, text, FORMAT, ScenarioReader::text), granted, EventSources.BUILT_IN, Map.of());
    }

    /** Reads a file that messages call by a name, with others in place of some of its values. */
    static List<Scenario> read(
            String name, Path file, AllowedFolders granted, EventSources sources, Map<String, String> values)
            throws IOException {
        return scenarios(YamlDocument.read(name, file, FORMAT, ScenarioReader::text), granted, sources, values);
    }

    private static @Nullable String text(YamlValue value, String written) {
        boolean free = FREE_TEXTS.contains(value.key()) || SuiteFile.isOfTest(value);
        if (BYTES.contains(value.key()) || !TextRules.isBad(written, free)) {
            return written;
        }
        value.problem("\"" + value.key() + "\" has characters that are not allowed in it", "remove them");
        return null;
    }

    private static List<Scenario> scenarios(
            YamlDocument document, AllowedFolders granted, EventSources sources, Map<String, String> values) {
        YamlValue root = document.root();
        List<Scenario> scenarios = List.of();
        List<YamlProblem> others = List.of();
        if (root != null && SuiteFile.isOne(root)) {
            scenarios = SuiteScenarios.of(root);
            if (!values.isEmpty()) {
                root.problem("a suite file has no values", "its tests have parameters of their own");
            }
        } else if (root != null) {
            ScenarioReader reader = new ScenarioReader(new Origin(document.file(), 1, 1).folders(granted), sources);
            scenarios = reader.scenarios(ScenarioValues.of(root, values));
            others = reader.reactions.problems();
        }
        if (document.mistakes() > 0 || !others.isEmpty()) {
            throw new ScenarioException(Stream.concat(document.problems().stream(), others.stream())
                    .map(ScenarioProblem::of)
                    .toList());
        }
        return scenarios;
    }

    private List<Scenario> scenarios(ScenarioValues values) {
        YamlMapping file = ScenarioKeys.SCENARIO.read(values.file(), "a scenario");
        if (file == null) {
            return List.of();
        }
        if (file.isWord("benign", "workload", "leave it out, or write benign: workload to measure noise")) {
            return List.of(workload(file));
        }
        if (file.isWord("effect", "unproven", "leave it out if outputs or effects prove the attack")) {
            return List.of(unproven(file));
        }
        Scenario attack = attack(file);
        List<TwinReader.Beside> twins = TwinReader.twins(file, values);
        ExpectationReader.checkControl(
                file, twins.stream().map(TwinReader.Beside::keys).toList(), attack.expectations());
        List<Scenario> scenarios = new ArrayList<>(List.of(attack));
        TwinReader.also(file, values).forEach(act -> scenarios.add(act.named(also(act.keys(), file, attack))));
        twins.forEach(twin -> scenarios.add(twin.named(twin(twin.keys(), file, attack))));
        Set<String> ids = scenarios.stream().map(Scenario::id).collect(Collectors.toSet());
        for (MatrixReader.Case one : MatrixReader.cases(file, values, ids)) {
            Scenario varied = attack(one.file());
            boolean tells = !varied.title().equals(attack.title());
            scenarios.add(varied.called(one.id(), tells ? varied.title() : varied.title() + ": " + one.choice()));
        }
        return scenarios;
    }

    private Scenario attack(YamlMapping file) {
        boolean derived = file.isWord("origin", "derived", "leave it out if somebody wrote the scenario");
        if (derived) {
            file.problem(
                    "attack",
                    "a derived scenario has no techniques",
                    "it tests the logic of its rule: remove \"attack\", or \"origin\" if it plays an attack");
            file.problem("simulated", "a derived scenario simulates no attack", "remove \"simulated\"");
        } else {
            file.require("attack", TECHNIQUE_HINT);
        }
        boolean recorded = RecordingReader.isNamed(file);
        boolean played = file.get(PlayReader.KEY) != null;
        Requirement requirement = requirement(file);
        if (!recorded && !played && requirement.missing() == null) {
            file.require("pods", "give it at least one pod, or recorded events: audit:, log:, capture: or events:");
            file.require("steps", "say what is done; use an empty list if the start of the pods is the whole attack");
        }
        if (file.get("expect") == null) {
            file.require("fires", "name the rules that it must fire");
        }
        List<Expectation> expectations = ExpectationReader.ofAttack(file);
        Scenario.Stage stage = stage(file);
        Scenario attack = scenario(Scenario.Kind.CHECKED, file, stage, techniques(file), expectations, requirement);
        return attack.as(new Scenario.Realism(derived, file.text("simulated", "")));
    }

    /** A further act on which the rules of the attack must fire. */
    private Scenario also(YamlMapping act, YamlMapping file, Scenario attack) {
        for (String key : List.of("fires", "silent")) {
            act.problem(key, "a further act has no \"" + key + "\"", "it expects what the attack expects");
        }
        return beside(act, file, attack, attack.expectations());
    }

    private Scenario twin(YamlMapping twin, YamlMapping file, Scenario attack) {
        return beside(twin, file, attack, ExpectationReader.ofTwin(twin, attack.expectations()))
                .asTwin();
    }

    private Scenario beside(YamlMapping twin, YamlMapping file, Scenario attack, List<Expectation> expectations) {
        boolean recorded = RecordingReader.isNamed(file);
        boolean played = twin.get(PlayReader.KEY) != null;
        boolean isScript = file.get(PlayReader.KEY) != null || file.get("events") != null;
        boolean isTwinScript = played || twin.get("events") != null;
        twin.require("scenario", "name it: scenario: kubectl-exec-without-tty");
        // an act that can't be played is written as a script, whatever the other one is
        boolean differ = !(isScript && isTwinScript);
        if (differ && recorded && !RecordingReader.isNamed(twin)) {
            twin.problem(
                    "scenario", "the attack is recorded, so the twin must be too", "audit:, log:, capture: or events:");
        } else if (differ && !recorded && RecordingReader.isNamed(twin)) {
            twin.problem(
                    "scenario",
                    "the attack has steps, but its twin is recorded",
                    "use steps in both, or a recording in both");
        } else if (differ && !recorded && !played) {
            twin.require("steps", "say what is done instead of the attack, or give it other values");
            if (twin.isEmptyList("steps")) {
                twin.problem("steps", "the twin does nothing", "silence proves nothing if nothing is done");
            }
        }
        Scenario read = scenario(
                Scenario.Kind.CHECKED, twin, stage(twin, attack), attack.techniques(), expectations, attack.requires());
        return read.as(attack.realism());
    }

    private Scenario.Stage stage(YamlMapping file) {
        Play play = PlayReader.play(file);
        if (play != null) {
            return new Scenario.Stage(null, null, List.of(), play.pods(), List.of());
        }
        ClusterSetup cluster = cluster(file);
        List<Pod> pods = pods(file, cluster);
        return new Scenario.Stage(
                recording(file), cluster, reactions.reactions(file, cluster != null), pods, peers(file));
    }

    /** The stage of a twin: what it does not say is as in the attack. */
    private Scenario.Stage stage(YamlMapping twin, Scenario attack) {
        if (twin.get(PlayReader.KEY) != null || RecordingReader.isNamed(twin)) {
            return stage(twin);
        }
        ClusterSetup cluster = twin.get("cluster") == null ? attack.cluster() : cluster(twin);
        return new Scenario.Stage(
                recording(twin),
                cluster,
                twin.get("reactions") == null ? attack.reactions() : reactions.reactions(twin, cluster != null),
                twin.get("pods") == null ? attack.pods() : pods(twin, cluster),
                peers(twin));
    }

    private @Nullable Recording recording(YamlMapping file) {
        return new RecordingReader(folders, sources).recording(file);
    }

    private static Requirement requirement(YamlMapping file) {
        return Requirement.of(file.text("requires")).with(NeedReader.needs(file), FalcoRange.of(file));
    }

    private Scenario workload(YamlMapping file) {
        return unchecked(
                Scenario.Kind.WORKLOAD,
                file,
                "benign",
                "a workload has no \"%s\"",
                "it is measured: no rule is expected to fire");
    }

    private Scenario unproven(YamlMapping file) {
        file.require("attack", TECHNIQUE_HINT);
        return unchecked(
                Scenario.Kind.UNPROVEN,
                file,
                "effect",
                "an attack whose effect is not proven has no \"%s\"",
                "it shows which rules fire, and checks none");
    }

    /** A scenario that is played, and in which no rule is checked. */
    private Scenario unchecked(Scenario.Kind kind, YamlMapping file, String without, String message, String hint) {
        for (String key : ScenarioKeys.SCENARIO.apart(without)) {
            file.problem(key, message.formatted(key), hint);
        }
        file.require("pods", "give it at least one pod");
        file.require("steps", "say what is done");
        if (file.isEmptyList("steps")) {
            file.problem("steps", "\"steps\" is empty", "say what is done");
        }
        ClusterSetup cluster = cluster(file);
        Scenario.Stage stage = new Scenario.Stage(null, cluster, List.of(), pods(file, cluster), peers(file));
        return scenario(kind, file, stage, techniques(file), List.of(), Requirement.NONE);
    }

    private static Scenario scenario(
            Scenario.Kind kind,
            YamlMapping from,
            Scenario.Stage stage,
            List<String> techniques,
            List<Expectation> expectations,
            Requirement requirement) {
        String id = from.text("scenario");
        if (id != null && !ID.matcher(id).matches()) {
            from.problem(
                    "scenario", "\"" + id + "\" can't name a scenario", "lower-case words and digits, joined by -");
        }
        String title = from.text("title");
        String name = id == null ? "" : id;
        boolean hasCluster = stage.cluster() != null;
        Play play = PlayReader.play(from);
        Origin origin = Origin.of(from.place());
        List<Step> steps =
                play == null ? new StepReader(stage.pods(), hasCluster).steps(from) : PlayReader.steps(play, origin);
        String called = title == null ? name : title;
        Scenario.Head head = new Scenario.Head(kind, name, called, techniques, origin);
        List<Effect> effects = new EffectReader(stage.pods(), hasCluster, fired(expectations)).effects(from);
        List<Expectation> expected = play == null ? expectations : PlayReader.expectations(play, expectations);
        return new Scenario(head, stage, new Scenario.Act(List.of(), steps, effects), expected, requirement, false);
    }

    private static List<String> fired(List<Expectation> expectations) {
        return expectations.stream()
                .filter(Expectation::isFires)
                .map(Expectation::rule)
                .toList();
    }

    private static List<String> techniques(YamlMapping file) {
        List<String> techniques = new ArrayList<>();
        for (YamlValue item : file.items("attack", MAX_NAMES)) {
            String technique = item.text();
            if (technique != null && !TECHNIQUE.matcher(technique).matches()) {
                item.problem(
                        "\"" + technique + "\" is not an ATT&CK technique",
                        "an id from attack.mitre.org such as T1609 or T1059.004");
            } else if (technique != null) {
                techniques.add(technique);
            }
        }
        if (file.isEmptyList("attack")) {
            file.problem("attack", "\"attack\" names no technique", "an id from attack.mitre.org such as T1609");
        }
        return techniques;
    }

    private @Nullable ClusterSetup cluster(YamlMapping file) {
        YamlMapping cluster = CLUSTER.read(file.get("cluster"), "cluster");
        if (cluster == null) {
            return null;
        }
        ManifestReader reader = new ManifestReader(folders);
        List<HasMetadata> objects = new ArrayList<>();
        for (YamlValue item : cluster.items("objects", MAX_OBJECTS)) {
            HasMetadata object = reader.object(item);
            if (object != null) {
                objects.add(object);
            }
        }
        int nodes = cluster.number("nodes", 1, ClusterSetup.MAX_NODES);
        if (nodes == 0) {
            cluster.problem("nodes", "a cluster has at least one node", "");
        }
        return new ClusterSetup(objects, Math.max(nodes, 1));
    }

    private List<Pod> pods(YamlMapping file, @Nullable ClusterSetup cluster) {
        ManifestReader reader = new ManifestReader(folders);
        List<Pod> pods = new ArrayList<>();
        for (YamlValue item : file.items("pods", MAX_PODS)) {
            Pod pod = reader.pod(item);
            if (pod == null) {
                continue;
            }
            String name = pod.getMetadata().getName();
            if (pods.stream().anyMatch(other -> other.getMetadata().getName().equals(name))) {
                item.problem("two pods are named " + name, "give each pod another name");
            }
            pods.add(pod);
        }
        if (file.isEmptyList("pods") && cluster == null) {
            file.problem("pods", "\"pods\" is empty", "give it at least one pod");
        }
        return pods;
    }

    private static List<Peer> peers(YamlMapping file) {
        List<Peer> peers = new ArrayList<>();
        for (YamlValue item : file.items("peers", MAX_NAMES)) {
            YamlMapping peer = PEER.read(item, "a peer");
            if (peer == null) {
                continue;
            }
            String address = peer.text("address");
            int port = peer.number("port", 1, 65535);
            List<String> names = peer.texts("names", MAX_NAMES);
            byte[] answer = peer.bytes("answer");
            try {
                if (address != null) {
                    String[] hosts = names.toArray(String[]::new);
                    peers.add(
                            answer == null
                                    ? Peer.sink(address, port, hosts)
                                    : Peer.answering(address, port, answer, hosts));
                }
            } catch (IllegalArgumentException e) {
                item.problem(String.valueOf(e.getMessage()), "");
            }
        }
        return peers;
    }
}
