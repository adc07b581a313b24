// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.workload.ManifestField.Fate;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks up each field of a manifest in the table of {@link ManifestField}. A field that is not in the table is refused:
 * whoever wrote it means something by it.
 */
final class ManifestWalk {
    private final FieldChecks checks;
    private final List<UnsimulatedField> unsimulated = new ArrayList<>();

    ManifestWalk(FieldChecks checks) {
        this.checks = checks;
    }

    /** The fields found so far that have no effect. */
    List<UnsimulatedField> unsimulated() {
        return List.copyOf(unsimulated);
    }

    /** Checks an object given as maps, lists and scalars. */
    void check(FieldPath at, Class<?> type, Map<?, ?> object) {
        Map<String, Type> fields = ManifestModel.fields(type);
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            ManifestField row = ManifestField.of(type.getSimpleName(), name);
            Type model = fields.get(name);
            if (row == null || model == null) {
                checks.problem(at.key(name), "is not known to kguard", "remove it");
            } else if (value != null) {
                check(at.key(name), row, model, value);
            }
        });
    }

    private void check(FieldPath at, ManifestField row, Type model, Object value) {
        if (row.fate() != Fate.DONE) {
            judge(at, row, value);
            return;
        }
        if (!row.values().isEmpty() && !row.isNothing(value)) {
            checks.problem(at, "can't be " + Quoted.of(value.toString()), row.hint());
        } else if (ManifestModel.isObject(ManifestModel.member(model))) {
            checkObjects(at, (Class<?>) ManifestModel.member(model), value);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> checkEntry(at, row, String.valueOf(key), item));
        }
    }

    private void checkObjects(FieldPath at, Class<?> type, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> item) {
                    check(at.item(i), type, item);
                }
            }
        } else if (value instanceof Map<?, ?> object) {
            check(at, type, object);
        }
    }

    private void checkEntry(FieldPath map, ManifestField field, String key, @Nullable Object value) {
        ManifestField row = ManifestField.ofEntry(field.type(), field.name(), key);
        if (row != null && value != null) {
            judge(map.key(key), row, value);
        }
    }

    private void judge(FieldPath at, ManifestField row, Object value) {
        if (row.isNothing(value)) {
            return;
        }
        switch (row.fate()) {
            case DONE, IGNORED -> {}
            case REFUSED -> checks.problem(at, "is not simulated", row.hint());
            case NAMED -> unsimulated.add(new UnsimulatedField(at, row.text(), false));
            case WEIGHTY -> unsimulated.add(new UnsimulatedField(at, row.text(), true));
        }
    }
}
