// SPDX-License-Identifier: Apache-2.0
/** Images by name, and their users; the HTTP interface of a Docker daemon that may have them. */
@NullMarked
package io.kguard.internal.sandbox.image;

import org.jspecify.annotations.NullMarked;
