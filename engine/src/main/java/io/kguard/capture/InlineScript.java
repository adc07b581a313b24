// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.util.List;
import org.apiguardian.api.API;

/** An event script that stands in another file, such as a scenario. Its mistakes are at their places in that file. */
@API(status = API.Status.INTERNAL)
public final class InlineScript {
    private final YamlValue script;

    /**
     * A script in a file.
     *
     * @param script the mapping with its containers, processes and actions
     */
    public InlineScript(YamlValue script) {
        this.script = script;
    }

    /**
     * The events that it describes.
     *
     * @param version the events to make
     * @throws EventScriptException if it has a mistake; it names all of them
     */
    public EventBuilder events(FalcoVersion version) {
        YamlValue apart = script.apart();
        EventBuilder events = EventScript.read(apart, version);
        if (apart.document().mistakes() > 0) {
            throw new EventScriptException(apart.document().problems());
        }
        return events;
    }

    /** Its mistakes. Events differ from version to version: there are none if it can be read for one. */
    public List<YamlProblem> problems() {
        List<YamlProblem> ofNewest = problems(FalcoVersion.CURRENT);
        for (FalcoVersion version : FalcoVersion.values()) {
            if (ofNewest.isEmpty() || problems(version).isEmpty()) {
                return List.of();
            }
        }
        return ofNewest;
    }

    private List<YamlProblem> problems(FalcoVersion version) {
        try {
            var unused = events(version);
            return List.of();
        } catch (EventScriptException e) {
            return e.problems();
        }
    }
}
