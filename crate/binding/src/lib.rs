//! Between Node-API and nogil's core: conversion, and nothing else.
//!
//! Hot calls are raw callbacks bound to their object ([`callback`]): a method through napi-derive costs ten times
//! more. All else is `#[napi]`, with `catch_unwind` on each export.

mod area;
mod callback;
mod deadlock;
mod desk;
mod doorbell;
mod environment;
#[cfg(feature = "fault-injection")]
mod faults;
mod functions;
mod futures;
mod held_objects;
mod isolate;
mod kernels;
mod lane;
mod locks;
mod native;
mod objects;
mod pause;
mod pool;
mod queues;
mod shared;
mod shared_bytes;
mod slice;
mod stack_guard;
mod value;
mod waits;
