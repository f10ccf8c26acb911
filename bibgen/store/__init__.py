"""What bibgen remembers, in two SQLite files.

`Store` keeps the answers of sources in the cache folder, which may be cleared at any time; `Cached`
puts it before a source. `Ledger` keeps what people chose and what bibgen wrote in the data folder,
which no cleaning of the cache touches.
"""

from bibgen.store.accounts import Told
from bibgen.store.answers import Store
from bibgen.store.ledger import Ledger
from bibgen.store.turns import Cached

__all__ = ["Cached", "Ledger", "Store", "Told"]
