// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueDeserializerModifier;

/**
 * Has Jackson look at a class of the model when a manifest has a value of it. Alone it looks at all classes that a Pod can
 * have before it reads the first, which takes as long as the rest of a small run.
 */
final class LazyModel extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1;
    private static final String MODEL = "io.fabric8.";

    @Override
    public BeanDeserializerBuilder updateBuilder(
            DeserializationConfig config, BeanDescription.Supplier bean, BeanDeserializerBuilder builder) {
        List<SettableBeanProperty> ofModel = new ArrayList<>();
        builder.getProperties().forEachRemaining(property -> {
            if (!property.hasValueDeserializer()
                    && !property.hasValueTypeDeserializer()
                    && isOfModel(property.getType())) {
                ofModel.add(property);
            }
        });
        ofModel.forEach(property ->
                builder.addOrReplaceProperty(property.withValueDeserializer(new WhenNeeded(property)), true));
        return builder;
    }

    private static boolean isOfModel(JavaType type) {
        JavaType inner = type;
        while (inner.isContainerType()) {
            inner = inner.getContentType();
        }
        return inner.getRawClass().getName().startsWith(MODEL);
    }

    /** What Jackson would have made for a property, made at its first value. */
    private static final class WhenNeeded extends ValueDeserializer<Object> {
        private final SettableBeanProperty property;
        private volatile @Nullable ValueDeserializer<Object> made;

        WhenNeeded(SettableBeanProperty property) {
            this.property = property;
        }

        private ValueDeserializer<Object> made(DeserializationContext context) {
            ValueDeserializer<Object> known = made;
            if (known == null) {
                known = context.findContextualValueDeserializer(property.getType(), property);
                made = known;
            }
            return known;
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            return made(context).deserialize(parser, context);
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            return made(context).getNullValue(context);
        }
    }
}
