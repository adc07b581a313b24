// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.ArrayList;
import java.util.List;

/** The images of the instances that a record of CloudTrail is about. */
final class CloudtrailImages {
    private static final String REQUEST = "requestParameters";
    private static final String[][] IN_REQUEST = {
        {REQUEST, "imageId"},
        {REQUEST, "DescribeFastLaunchImagesRequest", "ImageId", "content"},
        {REQUEST, "launchSpecification", "imageId"}
    };

    private CloudtrailImages() {}

    /** The ids of all images, or the one with an index. */
    static List<String> of(JsonValue event, int index) {
        JsonValue items = event.get("responseElements", "instancesSet", "items");
        if (items != null) {
            return items.kind() == JsonValue.Kind.ARRAY ? ofInstances(items, index) : List.of();
        }
        for (String[] path : index > 0 ? new String[0][] : IN_REQUEST) {
            String image = FastJson.text(event, path);
            if (image != null) {
                return List.of(image);
            }
        }
        return List.of();
    }

    private static List<String> ofInstances(JsonValue items, int index) {
        if (index != Extraction.ALL) {
            String image = index < items.size() ? FastJson.text(items.element(index), "imageId") : null;
            return image == null ? List.of() : List.of(image);
        }
        List<String> images = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String image = FastJson.textOrEmpty(items.element(i), "imageId");
            if (!image.isEmpty()) {
                images.add(image);
            }
        }
        return images;
    }
}
