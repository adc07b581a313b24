// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** A group of the host. */
@API(status = API.Status.INTERNAL)
public record GroupEntry(int gid, String name) implements StateEntry {}
