//! Locks and queues as JavaScript makes them, and finds those that others have made.

use crate::area::Area;
use crate::callback::{self, Arguments, Call};
use crate::environment::Environment;
use crate::held_objects::{Handle, HeldObjects};
use crate::isolate::{Isolate, words_count, words_needed};
use crate::shared::{Shown, Snapshot};
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{
    Awaits, Barrier, Cell, CellValue, Condition, Event, Gift, Holds, Item, Key, Lock, Object as SharedObject, Order,
    Place, Queue, RLock, Semaphore, Shared, Token, Value, Waitable, objects,
};
use std::cell::{Ref, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// What comes next where an area is too small for it.
pub struct Unread {
    pub token: Token,
    pub place: Arc<Place>,
    pub object: Arc<dyn Waitable>,
    pub gift: Gift,
}

/// What the hot functions of one copy of the package share.
pub struct ThreadObjects {
    environment: Rc<Environment>,
    pub awaits: Arc<Awaits>,
    pub area: RefCell<Area>,
    /// What the item names that is put next.
    pub named: RefCell<Option<Box<Holds>>>,
    /// What the items name that JavaScript was given last, and may be reading.
    pub in_hand: RefCell<Vec<Holds>>,
    /// What the item is ordered by that it was given last.
    pub last_key: RefCell<Option<Box<Key>>>,
    /// The shared values that it was shown last, where they name something.
    pub shown: RefCell<Vec<Value>>,
    /// The innermost at the end: to read a value may call code that reads others.
    pub snapshots: RefCell<Vec<Snapshot>>,
    /// One that was taken out of what is shared, and does not fit into the area.
    pub taken_out: RefCell<Option<Shown>>,
    /// An item that does not fit into the area.
    pub too_large: RefCell<Option<Item>>,
    /// The same, of one that was awaited.
    pub unread: RefCell<Option<Unread>>,
}

impl ThreadObjects {
    pub fn held(&self) -> &HeldObjects {
        self.environment.objects()
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    pub fn get(&self, handle: Handle) -> Result<Ref<'_, Shared>> {
        self.held().get(handle).ok_or_else(no_such)
    }

    /// `create(kind, one, other, words)`: the words of the area are what others make a handle of it with.
    fn create(&self, arguments: &Arguments) -> Result<i32> {
        let (kind, one, other) = (arguments.number(0)?, arguments.double(1)?, arguments.double(2)?);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "JavaScript gives whole numbers that are not negative, Infinity becomes the largest"
        )]
        let (one, other) = (one as u64, other as u64);
        let small = u32::try_from(one).unwrap_or(u32::MAX);
        let object = match kind {
            0 => SharedObject::Lock(Lock::new()),
            1 => SharedObject::RLock(RLock::new()),
            2 => {
                let lock = self.held().shared(small).ok_or_else(no_such)?;
                match &lock.object {
                    SharedObject::Lock(lock) => SharedObject::Condition(Condition::new(Arc::clone(lock)), None),
                    SharedObject::RLock(lock) => {
                        let condition = Condition::new(Arc::clone(lock.lock()));
                        SharedObject::Condition(condition, Some(Arc::clone(lock)))
                    }
                    _ => return Err(no_such()),
                }
            }
            3 => SharedObject::Semaphore(Semaphore::new(one, other)),
            4 => SharedObject::Event(Event::new()),
            5 => SharedObject::Barrier(Barrier::new(small)),
            6 => {
                let order = match one {
                    0 => Order::Fifo,
                    1 => Order::Lifo,
                    _ => Order::Priority,
                };
                SharedObject::Queue(Queue::new(order, usize::try_from(other).unwrap_or(usize::MAX)))
            }
            7 => SharedObject::Cell(Arc::new(Cell::new(CellValue::Number(0.0)))),
            8 => SharedObject::List(Arc::default()),
            9 => SharedObject::Dict(Arc::default()),
            _ => return Err(no_such()),
        };
        let details = self.area.borrow().read(arguments.number(3)? as usize)?.into();
        let mut holds = self.named.borrow_mut().take();
        if kind == 2
            && let Some(lock) = self.held().shared(small)
        {
            holds.get_or_insert_default().objects.push(lock);
        }
        index(self.held().add(Shared::new(object, details, holds)))
    }

    /// `number(handle)`: the number by which others find it.
    fn number(&self, handle: Handle) -> Result<i32> {
        let shared = self.held().shared(handle).ok_or_else(no_such)?;
        Ok(shared.number().cast_signed())
    }

    /// `open(number)`: a handle on the object of that number; -1 if it is gone.
    fn open(&self, number: u32) -> Result<i32> {
        objects()
            .find(number)
            .map_or(Ok(-1), |shared| index(self.held().add(shared)))
    }

    /// `details(handle)`: puts into the area what it was made with, and says how many words those are; less than 0 when
    /// they need an area of so many.
    fn details(&self, handle: Handle) -> Result<i32> {
        let shared = self.get(handle)?;
        let area = self.area.borrow();
        if shared.details.len() > area.len() {
            return words_needed(shared.details.len());
        }
        area.write(0, &shared.details);
        words_count(shared.details.len())
    }
}

pub fn no_such() -> Error {
    Error::new(Status::InvalidArg, "no such object, or one of another kind")
}

/// A handle's number for JavaScript.
fn index(handle: Handle) -> Result<i32> {
    i32::try_from(handle).map_err(|error| Error::from_reason(error.to_string()))
}

/// The locks and queues of one JavaScript thread.
#[napi]
pub struct SyncObjects {
    objects: Rc<ThreadObjects>,
}

#[napi]
impl SyncObjects {
    /// The bell of `isolate` is rung when something has come that is awaited. Items and what comes go through `area`.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, isolate: &Isolate, area: Unknown) -> Result<Self> {
        let environment = Environment::of(env)?;
        let awaits = Awaits::new(Box::new(isolate.doorbell().clone()));
        environment.objects().own_awaits(Arc::clone(&awaits));
        let area = RefCell::new(Area::new(&env, &area)?);
        Ok(Self {
            objects: Rc::new(ThreadObjects {
                environment,
                awaits,
                area,
                named: RefCell::default(),
                in_hand: RefCell::default(),
                last_key: RefCell::default(),
                shown: RefCell::default(),
                snapshots: RefCell::default(),
                taken_out: RefCell::default(),
                too_large: RefCell::default(),
                unread: RefCell::default(),
            }),
        })
    }

    /// Another area.
    #[napi(catch_unwind)]
    pub fn attach(&self, env: Env, area: Unknown) -> Result<()> {
        *self.objects.area.borrow_mut() = Area::new(&env, &area)?;
        Ok(())
    }

    /// By this number locks know what this thread holds.
    #[napi(getter, catch_unwind)]
    pub fn thread(&self) -> u32 {
        self.objects.held().thread()
    }

    /// These handles are gone.
    #[napi(catch_unwind)]
    pub fn give_back(&self, handles: &[u32]) {
        self.objects.held().give_back(handles);
    }

    /// What is put or made next names these.
    #[napi(catch_unwind)]
    pub fn name_next(&self, numbers: &[u32], functions: &[u32], futures: &[u32]) {
        let mut holds = Holds::default();
        let found = numbers.iter().filter_map(|number| objects().find(*number));
        holds.objects.extend(found);
        for function in functions {
            holds.functions.keep(*function);
        }
        for future in futures {
            holds.futures.hold(*future);
        }
        *self.objects.named.borrow_mut() = Some(Box::new(holds));
    }

    /// The functions for a lock, bound to it: those that take a handle cost a third more.
    #[napi(
        catch_unwind,
        ts_return_type = "{ acquire(): number | undefined, release(): number | undefined }"
    )]
    pub fn bind_lock(&self, env: Env, handle: u32) -> Result<Object<'static>> {
        crate::locks::bind(env, &self.objects, handle)
    }

    /// The hot calls, as bare functions.
    #[napi(
        catch_unwind,
        ts_return_type = "{ create(kind: number, one: number, other: number, words: number): number, number(handle: number): number, open(number: number): number, details(handle: number): number, tryLock(handle: number): number, spinLock(handle: number): number, unlock(handle: number): number, isLocked(handle: number): number, isAbandoned(handle: number): number, tryOwn(handle: number, flow: number, again: number): number, own(handle: number, flow: number, level: number): number, disown(handle: number, flow: number): number, level(handle: number, flow: number): number, unown(handle: number, flow: number): number, notify(handle: number, most: number): number, tryPermit(handle: number): number, addPermits(handle: number, permits: number): number, permits(handle: number): number, scope(handle: number, begins: number): number, setEvent(handle: number): number, clearEvent(handle: number): number, isSet(handle: number): number, releaseParties(handle: number): number, breakBarrier(handle: number, forGood: number): number, waitingParties(handle: number): number, isBroken(handle: number): number, put(handle: number, words: number, key: number): number, get(handle: number): number, spinGet(handle: number): number, tooLarge(): number, putBack(handle: number, words: number): number, size(handle: number): number, taskDone(handle: number): number, isShut(handle: number): number, unfinished(handle: number): number, shut(handle: number, dropItems: number): number, begin(handle: number, what: number, milliseconds: number, words: number, key: number): number, slice(most: number): number, rest(most: number): number, accept(): number, end(): number, awaitFor(handle: number, what: number, token: number, words: number, key: number): number, come(): number, willLook(): number, expire(token: number): number, cellGet(handle: number): number, cellSet(handle: number, words: number, holder: number): number, cellSetNumber(handle: number, value: number, holder: number): number, cellAdd(handle: number, value: number, holder: number): number, listSize(handle: number): number, listGet(handle: number, index: number): number, listSet(handle: number, index: number, words: number, holder: number): number, listInsert(handle: number, index: number, words: number, holder: number): number, listRemove(handle: number, index: number, holder: number): number, listRemoveValue(handle: number, words: number, holder: number): number, listFind(handle: number, words: number): number, listClear(handle: number, holder: number): number, listReverse(handle: number, holder: number): number, dictSize(handle: number): number, dictGet(handle: number, key: number): number, dictHas(handle: number, key: number): number, dictSet(handle: number, key: number, words: number, holder: number): number, dictSetDefault(handle: number, key: number, words: number, holder: number): number, dictRemove(handle: number, key: number, holder: number): number, dictRemoveLast(handle: number, holder: number): number, dictClear(handle: number, holder: number): number, takenOut(): number, snapshot(handle: number): number, nextOf(): number, endSnapshot(): number, beginUpdate(handle: number): number, endUpdate(handle: number): number, isUpdating(handle: number): number }"
    )]
    pub fn hot(&self, env: Env) -> Result<Object<'static>> {
        let functions: [(&str, Call<ThreadObjects>); 4] = [
            ("create", ThreadObjects::create),
            ("number", |objects, arguments| objects.number(arguments.number(0)?)),
            ("open", |objects, arguments| objects.open(arguments.number(0)?)),
            ("details", |objects, arguments| objects.details(arguments.number(0)?)),
        ];
        let mut hot = Object::new(&env)?;
        let all = functions
            .into_iter()
            .chain(crate::locks::CALLS)
            .chain(crate::queues::CALLS)
            .chain(crate::shared::CALLS)
            .chain(crate::waits::CALLS);
        for (name, function) in all {
            hot.set(name, callback::function(env, name, &self.objects, function)?)?;
        }
        Ok(hot)
    }
}

/// Whether the calling thread ends as it should, should it end now: then what it holds stays held.
#[napi(catch_unwind)]
pub fn set_ended_well(ended_well: bool) {
    crate::held_objects::set_ended_well(ended_well);
}

/// What has run in the calling thread has ended as it should: the locks that it holds stay held, whatever becomes of the
/// thread.
#[napi(catch_unwind)]
pub fn disown_locks() {
    crate::held_objects::disown_locks();
}

/// How many locks and queues threads share, in the whole process.
#[napi(catch_unwind)]
pub fn shared_object_count() -> u32 {
    u32::try_from(objects().count()).unwrap_or(u32::MAX)
}
