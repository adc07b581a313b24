// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A list of a rule file.
 *
 * @param name its name
 * @param items its items; names of lists among them are replaced by their items, one level deep as in Falco
 * @param position where it is defined
 */
@API(status = API.Status.INTERNAL)
public record ListItem(String name, List<String> items, Position position) {
    public ListItem {
        items = List.copyOf(items);
    }
}
