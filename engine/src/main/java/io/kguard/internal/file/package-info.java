// SPDX-License-Identifier: Apache-2.0
/** Files of a checkout that nobody has reviewed: links are not followed out of it, and what is written is there whole or not at all. And tables of the jar. */
@NullMarked
package io.kguard.internal.file;

import org.jspecify.annotations.NullMarked;
