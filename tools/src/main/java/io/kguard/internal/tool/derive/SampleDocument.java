// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.EVENT_NUMBER;
import static io.kguard.internal.tool.derive.Fact.Plain.REPEATS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.ParamType;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourceLog.SourceLogException;
import io.kguard.internal.tool.derive.Fact.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary document of a source. Which field shows which place is found out: each place gets another value in turn, and
 * the fields that have it then show that place.
 */
final class SampleDocument implements Ordinary {
    private static final String MARK = "mark7f3a";

    private final FieldCatalogue catalogue;
    private final Map<String, Object> sample = new LinkedHashMap<>();
    private final List<String> more = new ArrayList<>();
    /** Assignments under which fields show other places; the first has none. */
    private final List<Map<String, String>> variants = new ArrayList<>();

    private final Map<String, List<DocumentPlace>> places = new TreeMap<>();

    private SampleDocument(FieldCatalogue catalogue, JsonValue description) {
        this.catalogue = catalogue;
        flatten("", description.get("event"), sample);
        for (Object pointer : list(description.get("more"))) {
            more.add(String.valueOf(pointer));
        }
        variants.add(Map.of());
        for (Object variant : list(description.get("variants"))) {
            Map<String, String> assignments = new LinkedHashMap<>();
            ((Map<?, ?>) variant).forEach((at, value) -> assignments.put(String.valueOf(at), String.valueOf(value)));
            variants.add(assignments);
        }
        explore();
    }

    /** The sample of a source; null if there is none. */
    static @Nullable SampleDocument of(FieldCatalogue catalogue) {
        EventSource source = catalogue.source();
        try (InputStream in = SampleDocument.class.getResourceAsStream(source.label() + ".json")) {
            return in == null
                    ? null
                    : new SampleDocument(catalogue, JsonValue.parse(new String(in.readAllBytes(), ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<?> list(@Nullable JsonValue value) {
        return value != null && value.tree() instanceof List<?> list ? list : List.of();
    }

    private static void flatten(String pointer, @Nullable JsonValue value, Map<String, Object> out) {
        if (value == null) {
            return;
        }
        switch (value.kind()) {
            case OBJECT -> {
                for (int i = 0; i < value.size(); i++) {
                    String key = value.key(i).replace("~", "~0").replace("/", "~1");
                    flatten(pointer + "/" + key, value.get(value.key(i)), out);
                }
            }
            case ARRAY -> flatten(pointer + "/-", value.element(0), out);
            case NUMBER -> out.put(pointer, Long.valueOf(value.text()));
            case BOOLEAN -> out.put(pointer, Boolean.valueOf(value.text()));
            case STRING -> out.put(pointer, value.text());
            case NULL -> {}
        }
    }

    /** The places that a field shows. */
    List<DocumentPlace> places(String field) {
        return places.getOrDefault(field, List.of());
    }

    /** The places of the document, in their order. */
    List<String> pointers() {
        return List.copyOf(sample.keySet());
    }

    /** What a place has for a text. */
    Object typed(String pointer, String value) {
        Object known = sample.get(pointer);
        if (known instanceof Boolean && (value.equals("true") || value.equals("false"))) {
            return Boolean.valueOf(value);
        }
        return known instanceof Long && value.matches("0|-?[1-9][0-9]{0,17}") ? (Object) Long.valueOf(value) : value;
    }

    private void explore() {
        Map<String, Field> fields = fields();
        Map<String, Map<Integer, DocumentPlace>> found = new TreeMap<>();
        for (int variant = 0; variant < variants.size(); variant++) {
            List<String> pointers = new ArrayList<>(sample.keySet());
            pointers.addAll(more);
            variants.get(variant).keySet().stream()
                    .filter(at -> !pointers.contains(at))
                    .forEach(pointers::add);
            for (String pointer : pointers) {
                explore(variant, pointer, fields, found);
            }
        }
        found.forEach((field, byVariant) -> byVariant.forEach((variant, place) -> places.computeIfAbsent(
                        field, name -> new ArrayList<>())
                .add(new DocumentPlace(
                        place.pointer(), place.list(), place.lens(), others(variant, place, byVariant.keySet())))));
    }

    /** What must be as in a variant so that a field shows its place; for the sample itself, what variants change. */
    private Map<String, String> others(int variant, DocumentPlace place, Set<Integer> shown) {
        Map<String, String> others = new LinkedHashMap<>(variants.get(variant));
        if (variant == 0) {
            for (int other = 1; other < variants.size(); other++) {
                if (!shown.contains(other)) {
                    variants.get(other).keySet().stream()
                            .filter(sample::containsKey)
                            .forEach(at -> others.put(at, String.valueOf(sample.get(at))));
                }
            }
        }
        others.remove(place.pointer());
        return others;
    }

    private void explore(
            int variant, String pointer, Map<String, Field> fields, Map<String, Map<Integer, DocumentPlace>> found) {
        Object usual = sample.get(pointer);
        String mark = usual instanceof Boolean flag ? String.valueOf(!flag) : usual instanceof Long ? "714293" : MARK;
        Map<String, String> before = values(variant, null, "", fields);
        Map<String, String> after = values(variant, pointer, mark, fields);
        fields.forEach((name, field) -> {
            String value = after.get(name);
            if (value == null || value.equals(before.get(name))) {
                return;
            }
            boolean flag = usual instanceof Boolean && Comparing.number(value) != null;
            if (value.equals(mark) || flag) {
                Lens lens = value.equals(mark)
                        ? Lens.SELF
                        : Lens.of((own, facts) -> opposite(own), SampleDocument::opposite);
                found.computeIfAbsent(name, key -> new TreeMap<>())
                        .putIfAbsent(variant, new DocumentPlace(pointer, field.isList(), lens, Map.of()));
            }
        });
    }

    private static String opposite(String flag) {
        return String.valueOf(flag.equals("false"));
    }

    private Map<String, Field> fields() {
        Map<String, Field> fields = new TreeMap<>();
        for (SourceField field :
                catalogue.sources().documents(catalogue.source()).fields()) {
            Field resolved = resolved(field.name());
            if (resolved != null) {
                fields.put(field.name(), resolved);
            }
        }
        return fields;
    }

    private @Nullable Field resolved(String name) {
        try {
            return catalogue.resolve(name);
        } catch (FieldException e) {
            return null; // it needs an argument, or kguard does not compute it: nobody knows its place
        }
    }

    /** The values of all fields if a place has another value. */
    private Map<String, String> values(int variant, @Nullable String pointer, String value, Map<String, Field> fields) {
        Map<Fact, String> facts = new LinkedHashMap<>();
        variants.get(variant).forEach((place, own) -> facts.put(new Place(place), own));
        if (pointer != null) {
            facts.put(new Place(pointer), value);
        }
        Map<String, Object> document = DocumentMaker.write(pointers(), new Facts(facts, this), this::typed);
        Map<String, String> values = new TreeMap<>();
        try {
            new Act.Documents(catalogue.source().label(), List.of(document))
                    .read(
                            catalogue,
                            context -> fields.forEach((name, field) -> {
                                String shown = shown(field, context);
                                if (shown != null) {
                                    values.put(name, shown);
                                }
                            }));
        } catch (SourceLogException e) {
            return values; // the place can't have the mark, such as that of a time
        }
        return values;
    }

    private static @Nullable String shown(Field field, EventContext context) {
        if (!field.load(context)) {
            return null;
        }
        boolean text =
                field.type().kind() == ParamType.Kind.TEXT || field.type().kind() == ParamType.Kind.BYTES;
        if (field.isList()) {
            return context.list().size() == 1 && text ? context.list().text(0) : null;
        }
        boolean number =
                field.type().kind() == ParamType.Kind.UNSIGNED || field.type().kind() == ParamType.Kind.SIGNED;
        return text ? context.text() : number ? String.valueOf(context.number()) : null;
    }

    @Override
    public @Nullable String value(Fact fact, Facts facts) {
        Object known = sample.get(fact.pointer());
        return known != null ? String.valueOf(known) : fact == EVENT_NUMBER ? "9" : fact == REPEATS ? "1" : null;
    }

    @Override
    public List<String> preferred(Fact fact, Facts facts) {
        Object known = sample.get(fact.pointer());
        if (known instanceof Boolean) {
            return List.of("false", "true");
        }
        return known instanceof Long
                ? List.of(String.valueOf(known), "0", "1")
                : known == null ? List.of("app", "1", "true") : List.of(String.valueOf(known), "other", "app");
    }

    @Override
    public String glue(Fact fact) {
        return fact.pointer().endsWith("/-") ? "," : "";
    }

    @Override
    public boolean isPossible(Fact fact, String value, Facts facts) {
        Object known = sample.get(fact.pointer());
        if (fact == REPEATS) {
            Long count = Comparing.number(value);
            return count != null && count > 0 && count <= 50;
        }
        return !(known instanceof Long) || value.matches("0|-?[1-9][0-9]{0,17}");
    }

    @Override
    public boolean isOptional(Fact fact) {
        return fact instanceof Place;
    }
}
