// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The names that fields of protobuf bodies get in JSON. One that is wrong would be taken for a field that the kind does not
 * have.
 */
class ProtobufNamesTest {
    /** Messages whose JSON is not an object. */
    private static final Set<String> TEXTS =
            Set.of("Time", "MicroTime", "Quantity", "IntOrString", "FieldsV1", "RawExtension");

    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> seen = new HashSet<>();
    private int compared;

    @Test
    void eachFieldHasItsNameInJson() {
        for (ApiResource resource : ApiResources.all()) {
            Class<?> type = FieldValidation.type(resource);
            Descriptor message = message(resource);
            if (type != null && message != null) {
                compare(message, type);
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(unknown).containsExactly("PodResourceClaim.source"); // Kubernetes has it no more
    }

    private static @Nullable Descriptor message(ApiResource resource) {
        try {
            return ProtobufBody.schema(resource.groupVersion(), resource.kind());
        } catch (ApiStatus unreadable) {
            return null;
        }
    }

    private void compare(Descriptor message, Class<?> type) {
        Map<String, Type> fields = FieldSchema.fields(type);
        if (fields.isEmpty() || !seen.add(message.getFullName() + " " + type.getName())) {
            return;
        }
        for (FieldDescriptor field : message.getFields()) {
            if (ProtobufBody.INLINE.contains(field.getName())
                    && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                compare(field.getMessageType(), type);
                continue;
            }
            compared++;
            Type known = fields.get(ProtobufBody.jsonName(field));
            if (known == null) {
                unknown.add(message.getName() + "." + field.getName());
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                descend(field.getMessageType(), known);
            }
        }
    }

    private void descend(Descriptor message, Type known) {
        Type type = known instanceof ParameterizedType list
                ? list.getActualTypeArguments()[list.getActualTypeArguments().length - 1]
                : known;
        if (type instanceof Class<?> model && !TEXTS.contains(message.getName())) {
            compare(message, model);
        }
    }
}
