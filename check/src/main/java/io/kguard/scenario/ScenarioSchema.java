// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static io.kguard.internal.yaml.YamlMapping.keys;
import static io.kguard.scenario.SchemaType.ANY_MAPPING;
import static io.kguard.scenario.SchemaType.DURATION;
import static io.kguard.scenario.SchemaType.FLAG;
import static io.kguard.scenario.SchemaType.TEXT;
import static io.kguard.scenario.SchemaType.either;
import static io.kguard.scenario.SchemaType.list;
import static io.kguard.scenario.SchemaType.listOfOneOrMore;
import static io.kguard.scenario.SchemaType.mapping;
import static io.kguard.scenario.SchemaType.mappingOf;
import static io.kguard.scenario.SchemaType.matching;
import static io.kguard.scenario.SchemaType.number;
import static io.kguard.scenario.SchemaType.oneOf;
import static io.kguard.scenario.SchemaType.ref;
import static io.kguard.scenario.SchemaType.word;

import io.kguard.event.JsonWriter;
import io.kguard.output.ChatOutput;
import io.kguard.reaction.ReactionReader;
import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * The JSON schema of scenario files, for editors. Its keys are those of the readers. What depends on more than one key,
 * such as whether a step's pod exists, only the readers find.
 */
@API(status = API.Status.INTERNAL)
public final class ScenarioSchema {
    private static final int HIGHEST_PORT = 65_535;
    private static final int HIGHEST_EXIT = 255;
    private static final int LONGEST_GRACE = 3600;
    private static final int MOST_LINES = 100_000;

    private static final SchemaType POD = TEXT.about("The pod's name");
    private static final SchemaType CONTAINER = TEXT.about("The container's name; without it, the pod's first");
    private static final SchemaType EXIT =
            either(number(HIGHEST_EXIT), word("any")).about("The exit status that it must have; 0 by default");
    private static final SchemaType OUTPUT = TEXT.about("A string that it must print to its standard output");
    private static final SchemaType STDIN = TEXT.about("What it reads from its standard input");
    private static final SchemaType TIMEOUT =
            DURATION.about("How long it may take, at most 10m; 30s by default. For example 500ms, 30s, 2m");
    private static final SchemaType LEAVES =
            word("running").about("Processes that it starts may still run when the rules are judged");
    private static final SchemaType TTY = FLAG.about("Whether it gets a terminal");
    private static final SchemaType RULE = TEXT.about("The rule's name");

    private ScenarioSchema() {}

    /** The schema, in the draft 7 of JSON Schema. */
    public static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "A scenario of kguard");
        schema.putAll(attack().keywords());
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions().forEach((name, type) -> definitions.put(name, type.keywords()));
        schema.put("definitions", definitions);
        JsonWriter json = JsonWriter.spaced();
        write(json, schema, 0);
        return json.json() + "\n";
    }

    private static SchemaType attack() {
        Map<String, SchemaType> types = act();
        types.put(
                "attack",
                listOfOneOrMore(matching(ScenarioReader.TECHNIQUE.pattern()))
                        .about("MITRE ATT&CK techniques, such as T1609 or T1059.004"));
        types.put(
                "simulated",
                TEXT.about("What of the attack is real and what is not: reports show it, because a rule may see less"
                        + " of the real attack"));
        types.computeIfPresent("fires", (key, type) -> type.and("minItems", 1));
        types.put("requires", TEXT.about("What it needs and no machine offers to a simulation: it is skipped"));
        types.put(
                NeedReader.KEY,
                either(ref("need"), listOfOneOrMore(ref("need")))
                        .about("What the rules must have that only their users know"));
        types.put("expect", ref("expect").about("The scenario shows a blind spot of Falco"));
        types.put(
                "benign",
                word("workload").about("An everyday workload: rules are measured on it, and none is checked"));
        types.put("effect", word("unproven").about("The attack shows which rules fire, and checks none"));
        types.put(
                "values",
                ANY_MAPPING.about(
                        "Names that stand for strings in this file, as ${name}; a rule test may give others"));
        types.put("twin", ref("twin").about("The legitimate act closest to the attack: its rules must stay silent"));
        types.put("twins", listOfOneOrMore(ref("twin")).about("Several twins; the rules must stay silent in each"));
        types.put("also", listOfOneOrMore(ref("twin")).about("Further acts: the rules must fire on each, too"));
        types.put(
                "origin",
                word("derived")
                        .about("It was derived from a rule's condition: it is no attack, and has no techniques"));
        types.put(
                "matrix",
                mappingOf(listOfOneOrMore(TEXT))
                        .about("Further values of names in \"values\": the attack is made once more with each"));
        return mapping(ScenarioReader.ATTACK_KEYS, types)
                .requiring("scenario", "title")
                .and(
                        "allOf",
                        List.of(
                                anyOfKeys(List.of(List.of("attack"), List.of("benign"), List.of("origin"))),
                                without("origin", keys("attack", "simulated")),
                                without("twin", Set.of("twins")),
                                without("benign", ScenarioReader.NOT_OF_WORKLOADS),
                                without("effect", ScenarioReader.NOT_OF_UNPROVEN),
                                anyOfKeys(List.of(
                                        List.of("fires"), List.of("expect"), List.of("benign"), List.of("effect"))),
                                anyOfKeys(List.of(
                                        List.of("pods", "steps"),
                                        List.of("requires"),
                                        List.of("audit"),
                                        List.of("log"),
                                        List.of("capture"),
                                        List.of("events"),
                                        List.of("plays")))));
    }

    private static SchemaType need() {
        return either(
                mapping(
                                NeedReader.ITEM_KEYS,
                                Map.of(
                                        "list",
                                        TEXT.about(
                                                "A list of the rules; while it is empty, the rule waits for settings"),
                                        "value",
                                        TEXT.about("The value of this file for which the list's first item stands"),
                                        "item",
                                        TEXT.about("An item with which the rule fires, in place of a value")))
                        .requiring("list")
                        .and(
                                "oneOf",
                                List.of(Map.of("required", List.of("value")), Map.of("required", List.of("item")))),
                mapping(
                                NeedReader.MACRO_KEYS,
                                Map.of(
                                        "macro",
                                        TEXT.about("A macro of the rules; while it is a placeholder, the rule waits for"
                                                + " settings"),
                                        "condition",
                                        TEXT.about("A condition with which the rule fires in this scenario")))
                        .requiring("macro", "condition"));
    }

    private static SchemaType twin() {
        Map<String, SchemaType> types = act();
        types.put("values", ANY_MAPPING.about("Other values: what the twin does not say is the attack's, with these"));
        types.put(
                "matrix",
                mappingOf(listOfOneOrMore(TEXT))
                        .about("Further values of names in \"values\": the twin is made once more with each"));
        types.put("differs", listOfOneOrMore(TEXT).about("The properties in which it differs from the attack"));
        return mapping(ScenarioReader.TWIN_KEYS, types)
                .requiring("scenario")
                .and(
                        "allOf",
                        List.of(anyOfKeys(List.of(
                                List.of("steps"),
                                List.of("audit"),
                                List.of("log"),
                                List.of("capture"),
                                List.of("events"),
                                List.of("plays"),
                                List.of("values")))));
    }

    /** With a key there are none of some others. */
    private static Map<String, Object> without(String key, Set<String> others) {
        // a map of Map.of has another order in each JVM, and the file must not
        return SchemaType.of("if", Map.of("required", List.of(key)))
                .and(
                        "then",
                        Map.of("not", anyOfKeys(others.stream().map(List::of).toList())))
                .keywords();
    }

    private static Map<String, Object> anyOfKeys(List<List<String>> required) {
        return Map.of(
                "anyOf", required.stream().map(keys -> Map.of("required", keys)).toList());
    }

    /** The keys that an attack and its twin have both. */
    private static Map<String, SchemaType> act() {
        Map<String, SchemaType> types = new LinkedHashMap<>();
        types.put("scenario", matching(ScenarioReader.ID.pattern()).about("Its id: lower-case words joined by dashes"));
        types.put("title", TEXT.about("What happens, in a few words"));
        types.put(
                "audit",
                either(TEXT, listOfOneOrMore(ANY_MAPPING))
                        .about("In place of pods and steps: a Kubernetes audit log. A file, or a list of its events"));
        types.put(
                "log",
                either(TEXT, listOfOneOrMore(ANY_MAPPING))
                        .about("In place of pods and steps: a log of a source other than system calls, such as AWS"
                                + " CloudTrail's. A file, or a list of its events"));
        types.put("capture", TEXT.about("In place of pods and steps: a capture"));
        types.put(
                "events",
                either(TEXT, ANY_MAPPING).about("In place of pods and steps: an event script. A file, or the script"));
        types.put("plays", ANY_MAPPING.about("In place of pods and steps: an event script that real processes play"));
        types.put(
                "cluster", ref("cluster").about("A simulated Kubernetes API server; {} for one without more objects"));
        types.put(
                "reactions",
                either(TEXT, list(either(TEXT, either(ref("reaction"), ref("action")))))
                        .about("What alerts trigger in the cluster: rules and actions of Falco Talon, or its files"));
        types.put("pods", list(ref("pod")).about("Kubernetes pod manifests"));
        types.put("peers", list(ref("peer")).about("Addresses that answer on the pods' network"));
        types.put("steps", list(ref("step")).about("What is done, in order"));
        types.put("effects", list(ref("effect")).about("What must be there afterwards"));
        types.put("fires", list(either(TEXT, ref("fires"))).about("The rules that must fire because of the steps"));
        types.put("silent", list(either(TEXT, ref("silent"))).about("The rules that must stay silent"));
        return types;
    }

    private static Map<String, SchemaType> definitions() {
        Map<String, SchemaType> all = new LinkedHashMap<>();
        ManifestSchema manifests = new ManifestSchema();
        all.put("pod", manifests.pod());
        all.put("twin", twin());
        all.put("need", need());
        all.put("cluster", cluster());
        all.put("peer", peer());
        all.put("step", step());
        all.put("exec", exec());
        all.put("act", actStep());
        all.put("kubectl", kubectl());
        all.put("actor", actor());
        all.put("effect", effect());
        all.put("file", file());
        all.put("object", object());
        all.put("stays", mapping(EffectReader.STAYS_KEYS, Map.of("pod", POD)).requiring("pod"));
        all.put("gone", mapping(EffectReader.GONE_KEYS, Map.of("pod", POD)).requiring("pod"));
        all.put(
                "replaced",
                mapping(
                                EffectReader.REPLACED_KEYS,
                                Map.of("pod", POD, "node", TEXT.about("The node on which the other one runs")))
                        .requiring("pod"));
        all.put(
                "unreachable",
                mapping(
                                EffectReader.UNREACHABLE_KEYS,
                                Map.of(
                                        "pod", POD,
                                        "address", TEXT.about("The peer's IPv4 address"),
                                        "port", number(HIGHEST_PORT).about("The peer's TCP port")))
                        .requiring("pod", "address", "port"));
        all.put(
                "stopped",
                mapping(
                                EffectReader.STOPPED_KEYS,
                                Map.of("rule", RULE, "within", DURATION.about("From the event on: 500ms, 2s")))
                        .requiring("within"));
        all.put("fires", mapping(ExpectationReader.FIRES_KEYS, fires()).requiring("rule"));
        all.put(
                "silent",
                mapping(ExpectationReader.SILENT_KEYS, expectation(true)).requiring("rule"));
        all.put(
                "expect",
                mapping(
                                ExpectationReader.EXPECT_KEYS,
                                Map.of(
                                        "blind",
                                        listOfOneOrMore(either(RULE, ref("silent")))
                                                .about("The rules that stay silent because of the blind spot")))
                        .requiring("blind"));
        all.put("reaction", reaction());
        all.put("match", match());
        all.put("action", action());
        all.putAll(manifests.definitions());
        return all;
    }

    private static SchemaType cluster() {
        return mapping(
                ScenarioReader.CLUSTER_KEYS,
                Map.of(
                        "objects", list(ANY_MAPPING).about("Manifests of what is there before the steps"),
                        "nodes", number(ClusterSetup.MAX_NODES).about("How many nodes it has; 1 by default")));
    }

    private static SchemaType peer() {
        return mapping(
                        ScenarioReader.PEER_KEYS,
                        Map.of(
                                "address", TEXT.about("An IPv4 address"),
                                "port", number(HIGHEST_PORT).about("The TCP port on which it listens"),
                                "names", list(TEXT).about("Host names, for the pods' /etc/hosts"),
                                "answer", TEXT.about("What it sends once the other side has sent something")))
                .requiring("address", "port");
    }

    private static SchemaType step() {
        return mapping(
                        StepReader.STEP_KEYS,
                        Map.of(
                                "exec", ref("exec").about("Runs a command in a container"),
                                "act", ref("act").about("Makes exact system calls under a program's name"),
                                "kubectl", ref("kubectl").about("Runs kubectl against the simulated API server")))
                .ofOneKey();
    }

    private static Map<String, SchemaType> command() {
        Map<String, SchemaType> types = new LinkedHashMap<>();
        types.put("tty", TTY);
        types.put("exit", EXIT);
        types.put("output", OUTPUT);
        types.put("timeout", TIMEOUT);
        types.put("leaves", LEAVES);
        return types;
    }

    private static SchemaType exec() {
        Map<String, SchemaType> types = command();
        types.put("pod", POD);
        types.put("container", CONTAINER);
        types.put(
                "agent",
                TEXT.about("The coding agent that runs the command, such as claude_code: rules of it see the call"));
        types.put("command", listOfOneOrMore(TEXT).about("The program and its arguments: [bash, -c, id]"));
        types.put("stdin", STDIN);
        return mapping(StepReader.EXEC_KEYS, types).requiring("pod", "command");
    }

    private static SchemaType actStep() {
        Map<String, SchemaType> types = command();
        types.put("pod", POD);
        types.put("container", CONTAINER);
        types.put("as", oneOf(StandIns.NAMES).about("The name of the program"));
        SchemaType action = SchemaType.of("type", "array")
                .and("items", List.of(oneOf(ActReader.actions()).keywords()))
                .and("additionalItems", TEXT.keywords())
                .and("minItems", 1);
        types.put("do", listOfOneOrMore(action).about("The actions, each with its arguments: [[read, /etc/shadow]]"));
        return mapping(ActReader.KEYS, types).requiring("pod", "do");
    }

    private static SchemaType kubectl() {
        Map<String, SchemaType> types = command();
        types.put("args", listOfOneOrMore(TEXT).about("The arguments, without kubectl itself"));
        types.put("as", ref("actor").about("Who acts; without it, the administrator"));
        types.put("stdin", STDIN);
        types.put("error", TEXT.about("A string that it must print to its standard error"));
        return either(
                listOfOneOrMore(TEXT), mapping(StepReader.KUBECTL_KEYS, types).requiring("args"));
    }

    private static SchemaType actor() {
        return mapping(
                        StepReader.ACTOR_KEYS,
                        Map.of(
                                "serviceAccount", TEXT.about("Its namespace and its name: shop/frontend"),
                                "user", TEXT.about("A user's name"),
                                "groups", list(TEXT).about("The groups of the user")))
                .and(
                        "oneOf",
                        List.of(Map.of("required", List.of("serviceAccount")), Map.of("required", List.of("user"))));
    }

    private static SchemaType effect() {
        return mapping(
                        EffectReader.EFFECT_KEYS,
                        Map.of(
                                "file", ref("file").about("A file is there"),
                                "object", ref("object").about("An object is in the cluster"),
                                "gone", ref("gone").about("A pod is gone from the cluster"),
                                "stays", ref("stays").about("A pod is still there, and runs"),
                                "replaced",
                                        ref("replaced").about("A pod is gone, and its owner has another in its place"),
                                "unreachable", ref("unreachable").about("A peer does not answer a pod"),
                                "stopped", ref("stopped").about("The process that a rule fired on was killed in time")))
                .ofOneKey();
    }

    private static SchemaType file() {
        return mapping(
                        EffectReader.FILE_KEYS,
                        Map.of(
                                "pod",
                                POD,
                                "container",
                                CONTAINER,
                                "path",
                                TEXT.about("An absolute path, as the container sees it"),
                                "contains",
                                TEXT.about("A string that must be in it")))
                .requiring("pod", "path");
    }

    private static SchemaType object() {
        return mapping(
                        EffectReader.OBJECT_KEYS,
                        Map.of(
                                "apiVersion", TEXT.about("For example apps/v1; v1 by default"),
                                "kind", TEXT.about("For example Node"),
                                "namespace", TEXT.about("The object's namespace; default by default"),
                                "name", TEXT.about("The object's name"),
                                "has", ANY_MAPPING.about("Fields that it must have")))
                .requiring("kind", "name", "has");
    }

    private static Map<String, SchemaType> expectation(boolean silent) {
        Map<String, SchemaType> types = new LinkedHashMap<>();
        types.put("rule", RULE);
        types.put(
                "from",
                oneOf(ExpectationReader.FROM)
                        .about(
                                "What counts besides the steps: containers' own programs, or all since the pods' start"));
        if (silent) {
            types.put("hidden", word("allowed").about("Earlier rules may take events of the rule's types"));
        }
        return types;
    }

    private static Map<String, SchemaType> fires() {
        Map<String, SchemaType> types = expectation(false);
        types.put(
                "reaches",
                list(oneOf(ChatOutput.keys()))
                        .about("Where a message of the alert must arrive, by the values of Falco's chart"));
        types.put("priority", TEXT.about("The alert's priority, such as Warning, in any case"));
        types.put("fields", mappingOf(TEXT).about("Fields of the alert and their values: {proc.name: bash}"));
        types.put("output", TEXT.and("minLength", 1).about("A string that the text of the alert contains"));
        return types;
    }

    private static SchemaType reaction() {
        return mapping(
                        ReactionReader.REACTION_KEYS,
                        Map.of(
                                "rule", TEXT.about("The reaction's name"),
                                "description", TEXT.about("For readers"),
                                "match", ref("match").about("Which alerts set it off"),
                                "actions", listOfOneOrMore(ref("action")).about("What is done"),
                                "continue", FLAG.about("false: reactions after it do not see the alert"),
                                "dry_run", FLAG.about("true: it only says what it would do"),
                                "notifiers", list(TEXT).about("Not simulated")))
                .requiring("rule", "match", "actions");
    }

    private static SchemaType match() {
        return mapping(
                ReactionReader.MATCH_KEYS,
                Map.of(
                        "rules",
                        list(TEXT).about("Names of rules"),
                        "priority",
                        matching("^[<>]?=?[A-Za-z]+$").about("A priority, perhaps compared: \">=Warning\""),
                        "source",
                        matching("^[a-z][a-z0-9_-]*$").about("The source of the rule's events, such as k8s_audit"),
                        "tags",
                        list(TEXT).about("Tags of the rule. [a, b]: one of them. [\"a,b\"]: both"),
                        "output_fields",
                        list(TEXT)
                                .about(
                                        "Fields of the alert: [\"k8s.ns.name!=kube-system, proc.name=bash\"] compares both")));
    }

    private static SchemaType action() {
        List<Object> ofActionner = new ArrayList<>();
        ReactionReader.actionners()
                .forEach((actionner, keys) -> ofActionner.add(SchemaType.of(
                                "if", Map.of("properties", Map.of("actionner", Map.of("const", actionner))))
                        .and(
                                "then",
                                Map.of(
                                        "properties",
                                        Map.of("parameters", parameters(keys).keywords())))
                        .keywords()));
        List<String> known = new ArrayList<>(ReactionReader.actionners().keySet());
        ReactionReader.notSimulated().stream().sorted().forEach(known::add);
        return mapping(
                        ReactionReader.ACTION_KEYS,
                        Map.of(
                                "action", TEXT.about("Its name"),
                                "description", TEXT.about("For readers"),
                                "actionner", oneOf(known).about("What is done"),
                                "parameters", ANY_MAPPING.about("Its parameters"),
                                "continue", FLAG.about("Whether the next action runs after it"),
                                "ignore_errors", FLAG.about("true: the next action runs even if it fails"),
                                "additional_contexts", list(TEXT).about("k8snode: variables of the node"),
                                "output",
                                        mapping(
                                                        ReactionReader.OUTPUT_KEYS,
                                                        Map.of("target", TEXT, "parameters", ANY_MAPPING))
                                                .about("Not simulated")))
                .and("allOf", ofActionner);
    }

    private static SchemaType parameters(Set<String> keys) {
        Map<String, SchemaType> known = Map.ofEntries(
                Map.entry("grace_period_seconds", number(LONGEST_GRACE)),
                Map.entry("ignore_daemonsets", FLAG),
                Map.entry("ignore_statefulsets", FLAG),
                Map.entry("ignore_standalone_pods", FLAG),
                Map.entry("min_healthy_replicas", TEXT),
                Map.entry("level", oneOf(List.of("pod", "node"))),
                Map.entry("labels", ANY_MAPPING),
                Map.entry("annotations", ANY_MAPPING),
                Map.entry("allow_cidr", list(TEXT)),
                Map.entry("allow_namespaces", list(TEXT)),
                Map.entry("ignore_errors", FLAG),
                Map.entry("max_wait_period", number(LONGEST_GRACE)),
                Map.entry("wait_period_excluded_namespaces", list(TEXT)),
                Map.entry("shell", TEXT),
                Map.entry("command", TEXT),
                Map.entry("script", TEXT),
                Map.entry("file", TEXT),
                Map.entry("tail_lines", number(MOST_LINES)));
        Map<String, SchemaType> types = new LinkedHashMap<>();
        keys.forEach(key -> types.put(key, known.getOrDefault(key, TEXT)));
        return mapping(keys, types);
    }

    /** Writes a value, with each member that is not a scalar on lines of its own. */
    private static void write(JsonWriter json, Object value, int indent) {
        if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(ScenarioSchema::isLarge)) {
            json.object();
            map.forEach((key, member) -> {
                json.line(indent + 2).key(String.valueOf(key));
                write(json, member, indent + 2);
            });
            json.line(indent).end();
        } else if (value instanceof List<?> list && list.stream().anyMatch(ScenarioSchema::isLarge)) {
            json.array();
            list.forEach(member -> {
                json.line(indent + 2);
                write(json, member, indent + 2);
            });
            json.line(indent).end();
        } else {
            json.tree(value);
        }
    }

    private static boolean isLarge(Object value) {
        return value instanceof Map<?, ?>
                || value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance);
    }
}
