// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static io.kguard.scenario.SchemaType.ANY_MAPPING;
import static io.kguard.scenario.SchemaType.TEXT;
import static io.kguard.scenario.SchemaType.matching;
import static io.kguard.scenario.SchemaType.oneOf;

import io.kguard.event.JsonWriter;
import io.kguard.internal.yaml.Keys;
import io.kguard.output.ChatOutput;
import io.kguard.reaction.ReactionReader;
import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The JSON schema of scenario files, for editors. Its keys and their types are those of the readers' tables. What depends on
 * more than one key, such as whether a step's pod exists, only the readers find.
 */
@API(status = API.Status.INTERNAL)
public final class ScenarioSchema {
    /** What words of the tables stand for. */
    private final Map<String, SchemaType> words = new LinkedHashMap<>();

    private ScenarioSchema() {
        words.put("text", TEXT);
        words.put("some", TEXT.and("minLength", 1));
        words.put("flag", SchemaType.FLAG);
        words.put("duration", SchemaType.DURATION);
        words.put("mapping", ANY_MAPPING);
        words.put("id", matching(ScenarioReader.ID.pattern()));
        words.put("technique", matching(ScenarioReader.TECHNIQUE.pattern()));
        words.put("rule", TEXT.about("The rule's name"));
        words.put("stand-in", oneOf(StandIns.NAMES));
        words.put(
                "act",
                SchemaType.of("type", "array")
                        .and("items", List.of(oneOf(ActReader.actions()).keywords()))
                        .and("additionalItems", TEXT.keywords())
                        .and("minItems", 1));
        words.put("from", oneOf(ExpectationReader.FROM));
        words.put("receiver", oneOf(ChatOutput.keys()));
        words.put("priority", matching("^[<>]?=?[A-Za-z]+$"));
        words.put("source", matching("^[a-z][a-z0-9_-]*$"));
        words.put("level", oneOf(List.of("pod", "node")));
        words.put(
                "actionner",
                oneOf(Stream.concat(ReactionReader.actionners().stream(), ReactionReader.notSimulated().stream())
                        .toList()));
        words.put("output", mapping(Keys.known(ReactionReader.KEYS, "output")));
    }

    /** The schema, in the draft 7 of JSON Schema. */
    public static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "A scenario of kguard");
        ScenarioSchema types = new ScenarioSchema();
        schema.putAll(types.attack().keywords());
        Map<String, Object> definitions = new LinkedHashMap<>();
        types.definitions().forEach((name, type) -> definitions.put(name, type.keywords()));
        schema.put("definitions", definitions);
        JsonWriter json = JsonWriter.spaced();
        write(json, schema, 0);
        return json.json() + "\n";
    }

    private Map<String, SchemaType> definitions() {
        ManifestSchema manifests = new ManifestSchema();
        Map<String, SchemaType> all = new LinkedHashMap<>();
        all.put("pod", manifests.pod());
        for (Map<String, Keys> table : List.of(ScenarioKeys.ALL, ReactionReader.KEYS)) {
            table.forEach((name, keys) -> {
                switch (name) {
                    case "scenario", "recording", "needed macro", "output" -> {} // no mappings of their own
                    case "needed item" ->
                        all.put(
                                "need",
                                SchemaType.either(List.of(
                                        withOne(mapping(keys), "value", "item"),
                                        mapping(ScenarioKeys.of("needed macro")))));
                    default -> {
                        if (!ReactionReader.actionners().contains(name)) {
                            all.put(name, definition(name, mapping(keys)));
                        }
                    }
                }
            });
        }
        all.putAll(manifests.definitions());
        return all;
    }

    /** A mapping, with what several of its keys say together. */
    private SchemaType definition(String name, SchemaType mapping) {
        return switch (name) {
            case "twin" ->
                mapping.and(
                        "allOf",
                        List.of(anyOfKeys(List.of(
                                List.of("steps"),
                                List.of("audit"),
                                List.of("log"),
                                List.of("capture"),
                                List.of("events"),
                                List.of("plays"),
                                List.of("values")))));
            case "step", "effect" -> mapping.and("minProperties", 1).and("maxProperties", 1);
            case "kubectl" -> SchemaType.either(List.of(SchemaType.listOfOneOrMore(TEXT), mapping));
            case "actor" -> withOne(mapping, "serviceAccount", "user");
            case "action" ->
                mapping.and(
                        "allOf",
                        ReactionReader.actionners().stream()
                                .map(this::ofActionner)
                                .toList());
            default -> mapping;
        };
    }

    private SchemaType attack() {
        return mapping(ScenarioKeys.SCENARIO)
                .and(
                        "allOf",
                        List.of(
                                anyOfKeys(List.of(List.of("attack"), List.of("benign"), List.of("origin"))),
                                without("origin"),
                                without("twin"),
                                without("benign"),
                                without("effect"),
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

    private SchemaType mapping(Keys keys) {
        Map<String, SchemaType> types = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        keys.all().forEach((name, key) -> {
            SchemaType type = TypeNotation.read(key.type(), words);
            types.put(name, key.about().isEmpty() ? type : type.about(key.about()));
            if (key.isRequired()) {
                required.add(name);
            }
        });
        SchemaType mapping = SchemaType.mapping(types);
        return required.isEmpty() ? mapping : mapping.requiring(required);
    }

    private static SchemaType withOne(SchemaType mapping, String one, String other) {
        return mapping.and("oneOf", List.of(Map.of("required", List.of(one)), Map.of("required", List.of(other))));
    }

    /** The parameters of an action with such an actionner. */
    private Map<String, Object> ofActionner(String actionner) {
        SchemaType parameters = mapping(Keys.known(ReactionReader.KEYS, actionner));
        return SchemaType.of("if", Map.of("properties", Map.of("actionner", Map.of("const", actionner))))
                .and("then", Map.of("properties", Map.of("parameters", parameters.keywords())))
                .keywords();
    }

    /** With a key there are none of those that can't stand beside it. */
    private static Map<String, Object> without(String key) {
        // a map of Map.of has another order in each JVM, and the file must not
        return SchemaType.of("if", Map.of("required", List.of(key)))
                .and("then", Map.of("not", anyOfKeys(anyOne(ScenarioKeys.SCENARIO.apart(key)))))
                .keywords();
    }

    private static List<List<String>> anyOne(Collection<String> keys) {
        return keys.stream().map(List::of).toList();
    }

    private static Map<String, Object> anyOfKeys(List<List<String>> required) {
        return Map.of(
                "anyOf", required.stream().map(keys -> Map.of("required", keys)).toList());
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
